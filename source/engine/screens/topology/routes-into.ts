import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import {HTTP_ROUTES} from '../../../kinds/http-route.ts';
import {VIRTUAL_SERVICES} from '../../../kinds/virtual-service.ts';
import {type Routed, routedTo} from '../../../traffic/edges/routed.ts';
import {servicesOfRow} from '../../lists/visible.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** The ways that lead to a row by an object, from a gateway or a host. */
export function routesInto(context: EngineContext, state: State, key: AnchorKey): readonly Routed[] {
	const snapshot = context.derive.snapshot(state);
	return routedTo(servicesOfRow(context, state, key), {
		virtualServices: snapshot.list(VIRTUAL_SERVICES),
		httpRoutes: snapshot.list(HTTP_ROUTES),
	});
}
