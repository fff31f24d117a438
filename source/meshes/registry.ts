import type {Mesh} from './contract.ts';
import {istio} from './istio/istio.ts';
import {linkerd} from './linkerd/linkerd.ts';

/** Every metrics provider that perch reads. A new one is one file and one line here. */
export const meshes = [istio, linkerd] as const satisfies readonly Mesh[];
