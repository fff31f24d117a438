import type {AnchorKey, ReleaseKey} from '../../domain/cluster/keys.ts';
import type {State} from '../state/state.ts';
import {currentScreen, type EngineContext} from '../world/context.ts';
import {shownState} from '../world/shown-state.ts';
import {currentPlace, releaseBehind, releaseOfPlace} from './places.ts';

/** The marked row of the list on screen; null where none is marked. The selected row may since have been
 * deleted, filtered away or folded into another: then it is not marked, and nothing acts on it. */
export function selectedRow(context: EngineContext, state: State): AnchorKey | null {
	return context.derive.remember(state, 'selectedRow', () => {
		const selected = currentScreen(context, state).list?.selected(state.screen) ?? null;
		return selected !== null && listedKeys(context, state).includes(selected) ? selected : null;
	});
}

/** The release that a verb key would act on: the open one, or the marked row's. */
export function targetRelease(context: EngineContext, state: State): ReleaseKey | null {
	if (!currentScreen(context, state).list) return releaseOfPlace(context, state, currentPlace(state.screen));
	const selected = selectedRow(context, state);
	return selected === null ? null : releaseBehind(context, state, selected);
}

/** The keys of the list on screen from top to bottom; none where the screen is no list. */
export function listedKeys(context: EngineContext, state: State): readonly AnchorKey[] {
	return currentScreen(context, state).list?.keys(context, shownState(state)) ?? [];
}

/** Selects the first match when the filter's text changes, and when a list comes on screen under a filter that
 * the list's own selection does not match. */
export function followFilter(context: EngineContext, before: State, after: State): State {
	const text = after.screen.filter?.text ?? '';
	if (text === '') return after;
	const isTyped = text !== (before.screen.filter?.text ?? '');
	const isOther = currentPlace(before.screen).kind !== currentPlace(after.screen).kind;
	if (!isTyped && !(isOther && selectedRow(context, after) === null)) return after;
	const [first] = listedKeys(context, after);
	return first === undefined ? after : withSelected(context, after, first);
}

/** Marks a row; changes nothing on a screen that is no list. */
export function withSelected(context: EngineContext, state: State, key: AnchorKey | null): State {
	const {list} = currentScreen(context, state);
	return list ? {...state, screen: list.withSelected(state.screen, key)} : state;
}
