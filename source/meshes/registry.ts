import type {Mesh, PolicyReader} from './contract.ts';
import {gatewayPolicy} from './gateway-policy.ts';
import {istio} from './istio.ts';
import {istioPolicy} from './istio-policy.ts';
import {linkerdPolicy} from './linkerd-policy.ts';

/** Every metrics provider that perch reads. A new one is one file and one line here. */
export const meshes = [istio] as const satisfies readonly Mesh[];

/** Everything that says how calls are treated on their way, whichever mesh is measured. */
export const policyReaders = [istioPolicy, gatewayPolicy, linkerdPolicy] as const satisfies readonly PolicyReader[];
