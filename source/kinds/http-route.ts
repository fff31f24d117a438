import type {WatchedKind} from '../domain/cluster/kube-object.ts';
import {type GatewayRouteObject, gatewayRouteSchema} from './gateway-route.ts';

export const HTTP_ROUTES: WatchedKind<GatewayRouteObject> = {
	id: 'httproutes.gateway.networking.k8s.io',
	group: 'gateway.networking.k8s.io',
	versions: ['v1', 'v1beta1'],
	resource: 'httproutes',
	kind: 'HTTPRoute',
	schema: gatewayRouteSchema,
	watch: 'cluster',
};
