import type {Mesh} from './contract.ts';
import {istio} from './istio/istio.ts';

/** Every metrics provider that perch reads. A new one is one file and one line here. */
export const meshes = [istio] as const satisfies readonly Mesh[];
