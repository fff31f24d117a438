import {safe} from '../../../domain/text/safe-text.ts';
import {HTTP_ROUTES} from '../../../kinds/http-route.ts';
import {gatewayRoute} from '../gateway-route.ts';
import {weightedRoute} from '../weighted-route.ts';

export const httpRoute = weightedRoute(
	gatewayRoute({id: 'http-route', title: safe`HTTPRoute`, controller: safe`gateway api`, anchor: HTTP_ROUTES}),
);
