import type {Filter, ScreenState} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import {type EngineContext, screenAt} from '../world/context.ts';
import {currentPlace, withPlace} from './places.ts';

/** The filter that narrows the screen on top: its own, or that of all lists; null where none does. */
export function filterHere(context: EngineContext, {screen}: State): Filter | null {
	const place = currentPlace(screen);
	const {hasOwnFilter, list} = screenAt(context, place);
	if (hasOwnFilter) return place.filter ?? null;
	return list ? screen.filter : null;
}

export function withFilter(context: EngineContext, screen: ScreenState, filter: Filter | null): ScreenState {
	const place = currentPlace(screen);
	return screenAt(context, place).hasOwnFilter ? withPlace(screen, {...place, filter}) : {...screen, filter};
}
