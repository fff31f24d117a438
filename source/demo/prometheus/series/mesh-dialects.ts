import type {MeshId} from '../../../domain/mesh-id.ts';
import type {ShopService} from '../../contract.ts';
import {applicationDialect} from './application-dialect.ts';
import type {Dialect} from './dialect.ts';
import {ingressNginxDialect} from './ingress-nginx-dialect.ts';
import {istioDialect} from './istio-dialect.ts';
import {linkerdDialect} from './linkerd-dialect.ts';
import {opentelemetryDialect} from './opentelemetry-dialect.ts';

/** The dialects that report the requests to a service; two when proxies of both meshes handle them. */
export type DialectsOf = (service: ShopService) => readonly Dialect[];

const dialects: Readonly<Record<MeshId, Dialect>> = {
	istio: istioDialect,
	linkerd: linkerdDialect,
	'ingress-nginx': ingressNginxDialect,
	opentelemetry: opentelemetryDialect,
	application: applicationDialect,
	// The demo has no metrics that need a description.
	own: applicationDialect,
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
