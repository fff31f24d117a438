import {safe} from '../../../domain/text/safe-text.ts';
import {GRPC_ROUTES} from '../../../kinds/grpc-route.ts';
import {gatewayRoute} from '../gateway-route.ts';
import {weightedRoute} from '../weighted-route.ts';

export const grpcRoute = weightedRoute(
	gatewayRoute({id: 'grpc-route', title: safe`GRPCRoute`, controller: safe`gateway api`, anchor: GRPC_ROUTES}),
);
