import {type AnchorKey, isReleaseKey, type ReleaseKey} from '../../domain/keys.ts';
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

/** The release that stands behind a row: itself, or the one whose pods the Service selects. */
export function releaseBehind(context: EngineContext, state: State, key: AnchorKey): ReleaseKey | null {
	if (isReleaseKey(key)) return key;
	return context.derive.rows(state).rows.get(key)?.release ?? null;
}

export function opened(screen: ScreenState, place: Place): ScreenState {
	return {...screen, stack: [...screen.stack, place], chartIndex: 0};
}

export function wentBack(screen: ScreenState): ScreenState {
	const [root, ...rest] = screen.stack;
	return rest.length === 0 ? screen : {...screen, stack: [root, ...rest.slice(0, -1)]};
}

/** The screen on top with another state of its own. */
export function withPlace(screen: ScreenState, place: Place): ScreenState {
	const [root, ...rest] = screen.stack;
	return {...screen, stack: rest.length === 0 ? [place] : [root, ...rest.slice(0, -1), place]};
}

/** What a screen of one row is about: it is never opened without. */
export function keyOf(key: AnchorKey | undefined): AnchorKey {
	if (key === undefined) throw new Error('the place names no row');
	return key;
}

export function releaseKeyOf(key: AnchorKey | undefined): ReleaseKey {
	const own = keyOf(key);
	if (!isReleaseKey(own)) throw new Error(`${own} names no release`);
	return own;
}
