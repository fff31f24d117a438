import type {AnchorKey} from '../domain/keys.ts';
import type {EngineContext} from './context.ts';
import {isReleaseKey} from './places.ts';
import type {Place} from './screen-state.ts';
import type {State} from './state.ts';

/** A Service that folded into another row, as when its release was listed late, takes the selection and its open screen
 * along. */
export function followRows(context: EngineContext, state: State): State {
	const {screen} = state;
	const {homeSelected, stack} = screen;
	const selected = homeSelected === null ? null : rowNow(context, state, homeSelected);
	const places = stack.map(place =>
		place.kind === 'service' ? moved(place, rowNow(context, state, place.key)) : place,
	);
	if (selected === homeSelected && places.every((place, at) => place === stack[at])) return state;
	const [root = stack[0], ...rest] = places;
	return {...state, screen: {...screen, homeSelected: selected, stack: [root, ...rest]}};
}

function moved(place: Extract<Place, {kind: 'service'}>, key: AnchorKey): Place {
	return place.key === key ? place : {...place, key};
}

/** The row in which a Service stands now; itself where it stands by itself, or nowhere. */
function rowNow(context: EngineContext, state: State, key: AnchorKey): AnchorKey {
	if (isReleaseKey(key) || context.derive.rows(state).rows.has(key)) return key;
	const [namespace = '', name = ''] = key.slice(key.indexOf(':') + 1).split('/');
	return context.derive.anchors(state).anchorOf(namespace, name)?.key ?? key;
}
