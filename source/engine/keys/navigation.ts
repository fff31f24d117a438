import {isReleaseKey} from '../../domain/keys.ts';
import {safe} from '../../domain/safe-text.ts';
import {currentPlace, opened, wentBack} from '../lists/places.ts';
import {listedKeys, selectedRow, withSelected} from '../lists/selection.ts';
import {screenInFrontOf} from '../state/initial-state.ts';
import {ranges, type SortColumn, type Step} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import {currentScreen, type EngineContext} from '../world/context.ts';

const sortColumns: readonly SortColumn[] = ['errors', 'rps', 'p95', 'p99', 'name'];
const pageRows = 10;

/** Goes back one screen; on a list that is filtered, only clears the filter. A filter narrows nothing on other
 * screens. */
export function wentBackOnce(context: EngineContext, state: State): State {
	const {screen} = state;
	if (screen.filter && currentScreen(context, state).list) return {...state, screen: {...screen, filter: null}};
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

/** Opens the help screen; on the help screen, goes back. */
export function openedHelp(state: State): State {
	const {screen} = state;
	if (currentPlace(screen).kind === 'help') return {...state, screen: wentBack(screen)};
	return {...state, screen: opened(screen, {kind: 'help'})};
}

export function withChart(state: State, chartIndex: State['screen']['chartIndex']): State {
	return {...state, screen: {...state.screen, chartIndex}};
}

export function changedRange(state: State, by: -1 | 1): State {
	const {screen} = state;
	const rangeIndex = Math.min(ranges.length - 1, Math.max(0, screen.rangeIndex + by));
	return {...state, screen: {...screen, rangeIndex}};
}

/** Moves the mark of a list, or whatever else the screen moves. */
export function moved(context: EngineContext, state: State, by: Step): State {
	return currentScreen(context, state).moved?.(context, state, by) ?? state;
}

/** Moves the mark in a list that holds each key once. */
export function movedInList(context: EngineContext, state: State, by: Step): State {
	const order = listedKeys(context, state);
	const selected = selectedRow(context, state);
	const at = selected === null ? -1 : order.indexOf(selected);
	return withSelected(context, state, order[stepped(order, at, by)] ?? null);
}

/** The index of the mark after a step from index `at`. */
export function stepped(order: readonly unknown[], at: number, by: Step): number {
	const last = order.length - 1;
	const wanted = {
		left: at,
		right: at,
		up: at - 1,
		down: at + 1,
		pageUp: at - pageRows,
		pageDown: at + pageRows,
		first: 0,
		last,
	}[by];
	return Math.max(0, Math.min(last, wanted));
}

/** Opens the selected row, else the first row. */
export function openedSelected(context: EngineContext, state: State): State {
	const {screen} = state;
	const key = selectedRow(context, state) ?? listedKeys(context, state)[0];
	if (key === undefined) return state;
	const release = isReleaseKey(key) ? key : null;
	// A row with a release opens the release; a plain service opens its own screen.
	return {...state, screen: opened(screen, release ? {kind: 'release', key: release} : {kind: 'service', key})};
}

/** An open dialog is about the cluster on screen: it is answered first. */
export function inNextCluster(state: State): State {
	const {clusters, screen} = state;
	if (screen.dialog) return state;
	const next = clusters[(clusters.indexOf(screen.focus) + 1) % clusters.length];
	return next === undefined || next === screen.focus ? state : {...state, screen: screenInFrontOf(next, screen)};
}
