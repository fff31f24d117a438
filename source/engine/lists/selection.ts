import type {AnchorKey, ReleaseKey} from '../../domain/keys.ts';
import {isReleaseKey} from '../../domain/keys.ts';
import type {Place} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {shownState} from '../world/shown-state.ts';
import {homeOrder, releasesOrder} from './order.ts';
import {currentPlace, releaseBehind, releaseOfPlace} from './places.ts';

/** The row of the list on screen that is marked; null where none is. What was selected may be deleted, filtered away, or
 * folded away since: nobody sees it marked, and nothing acts on it. */
export function selectedRow(context: EngineContext, state: State): AnchorKey | null {
	return context.derive.remember(state, 'selectedRow', () => {
		const {homeSelected, releasesSelected} = state.screen;
		const kind = currentPlace(state.screen).kind;
		const selected = kind === 'home' ? homeSelected : kind === 'releases' ? releasesSelected : null;
		return selected !== null && listedKeys(context, state, kind).includes(selected) ? selected : null;
	});
}

/** The release that a verb key would act on: the open one, or the marked row's. */
export function targetRelease(context: EngineContext, state: State): ReleaseKey | null {
	const place = currentPlace(state.screen);
	if (place.kind !== 'home' && place.kind !== 'releases') return releaseOfPlace(context, state, place);
	const selected = selectedRow(context, state);
	return selected === null ? null : releaseBehind(context, state, selected);
}

/** The keys of the list on screen from top to bottom; none where the screen is no list. */
export function listedKeys(context: EngineContext, state: State, kind: Place['kind']): readonly AnchorKey[] {
	const shown = shownState(state);
	if (kind === 'home') return homeOrder(context, shown);
	return kind === 'releases' ? releasesOrder(context, shown) : [];
}

/** Another text of the filter moves the selection to its first match; a list that comes on screen under a filter has its
 * first match selected where its own selection does not match. */
export function followFilter(context: EngineContext, before: State, after: State): State {
	const text = after.screen.filter?.text ?? '';
	if (text === '') return after;
	const isTyped = text !== (before.screen.filter?.text ?? '');
	const isOther = currentPlace(before.screen).kind !== currentPlace(after.screen).kind;
	if (!isTyped && !(isOther && selectedRow(context, after) === null)) return after;
	const [first] = listedKeys(context, after, currentPlace(after.screen).kind);
	return first === undefined ? after : withSelected(after, first);
}

export function withSelected(state: State, key: AnchorKey | null, isMarkedInTable = false): State {
	const {screen} = state;
	switch (currentPlace(screen).kind) {
		case 'home':
			return {...state, screen: {...screen, homeSelected: key, isMarkedInTable}};
		case 'releases':
			return {...state, screen: {...screen, releasesSelected: key !== null && isReleaseKey(key) ? key : null}};
		default:
			return state;
	}
}
