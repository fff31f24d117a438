import {type AnchorKey, isReleaseKey, type ReleaseKey} from '../../domain/cluster/keys.ts';
import type {Place, ScreenState} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

export function currentPlace(screen: ScreenState): Place {
	return screen.stack[screen.stack.length - 1] ?? screen.stack[0];
}

/** The release that a place shows, whether or not it still exists; null for places that show none. */
export function releaseOfPlace(context: EngineContext, state: State, place: Place): ReleaseKey | null {
	return place.key === undefined ? null : releaseBehind(context, state, place.key);
}

/** The release behind a row: the row's own, or the one whose pods the Service selects; null where there is none. */
export function releaseBehind(context: EngineContext, state: State, key: AnchorKey): ReleaseKey | null {
	if (isReleaseKey(key)) return key;
	return context.derive.rows(state).rows.get(key)?.release ?? null;
}

export function opened(screen: ScreenState, place: Place): ScreenState {
	return {...screen, stack: [...screen.stack, place], chartIndex: null};
}

export function wentBack(screen: ScreenState): ScreenState {
	const [root, ...rest] = screen.stack;
	return rest.length === 0 ? screen : {...screen, stack: [root, ...rest.slice(0, -1)]};
}

/** The screen with another place on top of its stack, as when that place's own state changes. */
export function withPlace(screen: ScreenState, place: Place): ScreenState {
	const [root, ...rest] = screen.stack;
	return {...screen, stack: rest.length === 0 ? [place] : [root, ...rest.slice(0, -1), place]};
}

/** The key of the row that a screen is about. Throws without one: such a screen is never opened without a row. */
export function keyOf(key: AnchorKey | undefined): AnchorKey {
	if (key === undefined) throw new Error('the place names no row');
	return key;
}

export function releaseKeyOf(key: AnchorKey | undefined): ReleaseKey {
	const own = keyOf(key);
	if (!isReleaseKey(own)) throw new Error(`${own} names no release`);
	return own;
}
