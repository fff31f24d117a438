import type {WatchedKind} from '../domain/cluster/kube-object.ts';
import {type GatewayRouteObject, gatewayRouteSchema} from './gateway-route.ts';

export const GRPC_ROUTES: WatchedKind<GatewayRouteObject> = {
	id: 'grpcroutes.gateway.networking.k8s.io',
	group: 'gateway.networking.k8s.io',
	versions: ['v1', 'v1alpha2'],
	resource: 'grpcroutes',
	kind: 'GRPCRoute',
	schema: gatewayRouteSchema,
	watch: 'cluster',
};
