import type {Mesh} from './contract.ts';
import {haproxy} from './haproxy/haproxy.ts';
import {hubble} from './hubble/hubble.ts';
import {ingressNginx} from './ingress-nginx/ingress-nginx.ts';
import {istio} from './istio/istio.ts';
import {ztunnel} from './istio/ztunnel.ts';
import {kong} from './kong/kong.ts';
import {linkerd} from './linkerd/linkerd.ts';
import {serviceGraph} from './service-graph/service-graph.ts';
import {spanMetrics} from './span-metrics/span-metrics.ts';
import {traefik} from './traefik/traefik.ts';

/** Every metrics provider that perch reads. A new one is one file and one line here. */
export const meshes = [
	istio,
	linkerd,
	hubble,
	ztunnel,
	ingressNginx,
	haproxy,
	kong,
	traefik,
	serviceGraph,
	spanMetrics,
] as const satisfies readonly Mesh[];
