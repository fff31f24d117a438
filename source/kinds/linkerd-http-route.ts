import type {WatchedKind} from '../domain/cluster/kube-object.ts';
import {type GatewayRouteObject, gatewayRouteSchema} from './gateway-route.ts';

export const LINKERD_HTTP_ROUTES: WatchedKind<GatewayRouteObject> = {
	id: 'httproutes.policy.linkerd.io',
	group: 'policy.linkerd.io',
	versions: ['v1beta3', 'v1beta2', 'v1beta1'],
	resource: 'httproutes',
	kind: 'HTTPRoute',
	schema: gatewayRouteSchema,
	watch: 'cluster',
};
