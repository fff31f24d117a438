import {consulPolicy} from './consul-policy.ts';
import type {PolicyReader} from './contract.ts';
import {gatewayPolicy} from './gateway-policy.ts';
import {ingressNginxPolicy} from './ingress-nginx-policy.ts';
import {istioPolicy} from './istio-policy.ts';
import {linkerdPolicy} from './linkerd-policy.ts';

/** All policy readers: they say how calls are treated on their way, whichever mesh is measured. */
export const policyReaders = [
	istioPolicy,
	gatewayPolicy,
	linkerdPolicy,
	consulPolicy,
	ingressNginxPolicy,
] as const satisfies readonly PolicyReader[];
