import {isReleaseKey} from '../../domain/keys.ts';
import {safe} from '../../domain/safe-text.ts';
import {homeLists, homeOrder, markedAt} from '../lists/order.ts';
import {currentPlace, opened, wentBack} from '../lists/places.ts';
import {listedKeys, selectedRow, targetRelease, withSelected} from '../lists/selection.ts';
import {screenInFrontOf} from '../state/initial-state.ts';
import {type Place, ranges, type SortColumn} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {shownState} from '../world/shown-state.ts';

const sortColumns: readonly SortColumn[] = ['errors', 'rps', 'p95', 'p99', 'name'];
const pageRows = 10;

/** The list before; where a filter is in force, the whole of it first. Elsewhere a filter narrows nothing. */
export function wentBackOnce(state: State): State {
	const {screen} = state;
	if (screen.filter && isList(currentPlace(screen))) return {...state, screen: {...screen, filter: null}};
	return {...state, screen: wentBack(screen)};
}

export function startedFilter(state: State): State {
	const {screen} = state;
	return {...state, screen: {...screen, filter: {text: screen.filter?.text ?? safe``, isEditing: true}}};
}

export function sortedByNext(state: State): State {
	const {screen} = state;
	const at = sortColumns.indexOf(screen.sort.column);
	const column = sortColumns[(at + 1) % sortColumns.length] ?? 'errors';
	return {...state, screen: {...screen, sort: {column, isDescending: column !== 'name'}}};
}

export function invertedSort(state: State): State {
	const {screen} = state;
	return {...state, screen: {...screen, sort: {...screen.sort, isDescending: !screen.sort.isDescending}}};
}

/** From the help it leads back. */
export function openedHelp(state: State): State {
	const {screen} = state;
	if (currentPlace(screen).kind === 'help') return {...state, screen: wentBack(screen)};
	return {...state, screen: {...opened(screen, {kind: 'help'}), helpOffset: 0}};
}

export function openedReleases(state: State): State {
	return {...state, screen: opened(state.screen, {kind: 'releases'})};
}

export function withChart(state: State, chartIndex: State['screen']['chartIndex']): State {
	return {...state, screen: {...state.screen, chartIndex}};
}

export function changedRange(state: State, by: -1 | 1): State {
	const {screen} = state;
	const rangeIndex = Math.min(ranges.length - 1, Math.max(0, screen.rangeIndex + by));
	return {...state, screen: {...screen, rangeIndex}};
}

function isList({kind}: Place): boolean {
	return kind === 'home' || kind === 'releases';
}

type Step = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** Moves the mark of a list, or the page of the help. */
export function moved(context: EngineContext, state: State, by: Step): State {
	const {screen} = state;
	switch (currentPlace(screen).kind) {
		case 'home': {
			const shown = shownState(state);
			const order = homeOrder(context, shown);
			const to = target(order, markedAt(context, shown), by);
			return withSelected(state, order[to] ?? null, to >= homeLists(context, shown).attention.length);
		}
		case 'releases': {
			const order = listedKeys(context, state, 'releases');
			const selected = selectedRow(context, state);
			const at = selected === null ? -1 : order.indexOf(selected);
			return withSelected(state, order[target(order, at, by)] ?? null);
		}
		case 'help':
			return {
				...state,
				screen: {...screen, helpOffset: Math.max(0, screen.helpOffset + (by === 'up' || by === 'pageUp' ? -5 : 5))},
			};
		default:
			return state;
	}
}

function target(order: readonly unknown[], at: number, by: Step): number {
	const last = order.length - 1;
	const wanted = {up: at - 1, down: at + 1, pageUp: at - pageRows, pageDown: at + pageRows, first: 0, last}[by];
	return Math.max(0, Math.min(last, wanted));
}

/** What is selected, else what stands on top. */
export function openedSelected(context: EngineContext, state: State): State {
	const {screen} = state;
	const key = selectedRow(context, state) ?? listedKeys(context, state, currentPlace(screen).kind)[0];
	if (key === undefined) return state;
	const release = isReleaseKey(key) ? key : null;
	// A row with a release opens the release; a plain service opens its own screen.
	return {...state, screen: opened(screen, release ? {kind: 'release', key: release} : {kind: 'service', key})};
}

/** From a release to the service in front of it, and from a row past its release. */
export function openedService(context: EngineContext, state: State): State {
	const {screen} = state;
	const place = currentPlace(screen);
	const key = place.kind === 'home' ? selectedRow(context, state) : targetRelease(context, state);
	return key === null ? state : {...state, screen: opened(screen, {kind: 'service', key})};
}

export function inNextCluster(state: State): State {
	const {clusters, screen} = state;
	const next = clusters[(clusters.indexOf(screen.focus) + 1) % clusters.length];
	return next === undefined || next === screen.focus ? state : {...state, screen: screenInFrontOf(next, screen)};
}
