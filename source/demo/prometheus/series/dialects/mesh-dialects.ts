import type {MeshId} from '../../../../domain/signals/mesh-id.ts';
import type {ShopService} from '../../../contract.ts';
import {applicationDialect} from './application-dialect.ts';
import type {Dialect} from './dialect.ts';
import {
	consulDialect,
	contourDialect,
	envoyGatewayDialect,
	glooDialect,
	kgatewayDialect,
	kumaDialect,
} from './envoy-dialects.ts';
import {haproxyDialect} from './haproxy-dialect.ts';
import {hubbleDialect} from './hubble-dialect.ts';
import {ingressNginxDialect} from './ingress-nginx-dialect.ts';
import {istioDialect} from './istio-dialect.ts';
import {kongDialect} from './kong-dialect.ts';
import {linkerdDialect} from './linkerd-dialect.ts';
import {opentelemetryDialect} from './opentelemetry-dialect.ts';
import {serviceGraphDialect} from './service-graph-dialect.ts';
import {spanMetricsDialect} from './span-metrics-dialect.ts';
import {traefikDialect} from './traefik-dialect.ts';
import {ztunnelDialect} from './ztunnel-dialect.ts';

/** The dialects that report the requests to a service; two when proxies of both meshes handle them. */
export type DialectsOf = (service: ShopService) => readonly Dialect[];

const dialects: Readonly<Record<MeshId, Dialect>> = {
	istio: istioDialect,
	linkerd: linkerdDialect,
	consul: consulDialect,
	kuma: kumaDialect,
	hubble: hubbleDialect,
	ztunnel: ztunnelDialect,
	'ingress-nginx': ingressNginxDialect,
	haproxy: haproxyDialect,
	kong: kongDialect,
	traefik: traefikDialect,
	'envoy-gateway': envoyGatewayDialect,
	kgateway: kgatewayDialect,
	contour: contourDialect,
	gloo: glooDialect,
	opentelemetry: opentelemetryDialect,
	application: applicationDialect,
	// The demo has no metrics that need a description.
	own: applicationDialect,
	'service-graph': serviceGraphDialect,
	'span-metrics': spanMetricsDialect,
};

/** `mixed` puts some namespaces in Linkerd and the others in Istio; both meshes count one service. */
export function dialectsIn(mesh: MeshId | 'mixed'): DialectsOf {
	if (mesh !== 'mixed') return () => [dialects[mesh]];
	return ({namespace, name}) => {
		if (`${namespace}/${name}` === inBoth) return [istioDialect, linkerdDialect];
		return [moved.has(namespace) ? linkerdDialect : istioDialect];
	};
}

const moved: ReadonlySet<string> = new Set(['pay', 'data']);
const inBoth = 'pay/gateway';
