import {safe} from '../../../domain/text/safe-text.ts';
import {LINKERD_HTTP_ROUTES} from '../../../kinds/linkerd-http-route.ts';
import {gatewayRoute} from '../gateway-route.ts';
import {weightedRoute} from '../weighted-route.ts';

/** Linkerd's own HTTPRoute, from the time before Linkerd read that of the Gateway API. */
export const linkerdHttpRoute = weightedRoute(
	gatewayRoute({
		id: 'linkerd-http-route',
		title: safe`Linkerd HTTPRoute`,
		controller: safe`linkerd`,
		anchor: LINKERD_HTTP_ROUTES,
	}),
);
