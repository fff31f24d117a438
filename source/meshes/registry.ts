import {application} from './application/application.ts';
import {consul} from './consul/consul.ts';
import type {Mesh} from './contract.ts';
import {contour} from './envoy/contour.ts';
import {envoyGateway} from './envoy/envoy-gateway.ts';
import {gloo} from './envoy/gloo.ts';
import {kgateway} from './envoy/kgateway.ts';
import {kuma} from './envoy/kuma.ts';
import {haproxy} from './haproxy/haproxy.ts';
import {hubble} from './hubble/hubble.ts';
import {ingressNginx} from './ingress-nginx/ingress-nginx.ts';
import {istio} from './istio/istio.ts';
import {ztunnel} from './istio/ztunnel.ts';
import {kong} from './kong/kong.ts';
import {linkerd} from './linkerd/linkerd.ts';
import {opentelemetry} from './opentelemetry/opentelemetry.ts';
import {serviceGraph} from './service-graph/service-graph.ts';
import {spanMetrics} from './span-metrics/span-metrics.ts';
import {traefik} from './traefik/traefik.ts';

/** Every metrics provider that perch reads. A new one is one file and one line here. */
export const meshes = [
	istio,
	linkerd,
	consul,
	kuma,
	hubble,
	ztunnel,
	ingressNginx,
	haproxy,
	kong,
	traefik,
	envoyGateway,
	kgateway,
	contour,
	gloo,
	opentelemetry,
	application,
	serviceGraph,
	spanMetrics,
] as const satisfies readonly Mesh[];
