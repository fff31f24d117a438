import {type AnchorKey, isReleaseKey, type ReleaseKey} from '../../../domain/cluster/keys.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {afterStep} from '../../lists/after-step.ts';
import {filterHere, withFilter} from '../../lists/filter-here.ts';
import {panelGrid} from '../../lists/panels-shown.ts';
import {currentPlace, opened, releaseBehind, wentBack} from '../../lists/places.ts';
import {listedKeys, selectedRow, withSelected} from '../../lists/selection.ts';
import {levelOf} from '../../lists/urgency.ts';
import {screenInFrontOf} from '../../state/initial-state.ts';
import {ranges, type SortColumn, type Step} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import {currentScreen, type EngineContext} from '../../world/context.ts';
import {said} from '../said.ts';

const sortColumns: readonly SortColumn[] = ['harm', 'errors', 'rps', 'p95', 'p99', 'name'];
const pageRows = 10;

/** Goes back one screen; on a screen that is filtered, only clears the filter. On the first screen it undoes what the operator chose there: pins, then the selected row. */
export function wentBackOnce(context: EngineContext, state: State): State {
	const {screen} = state;
	if (filterHere(context, state)) return {...state, screen: withFilter(context, screen, null)};
	if (screen.stack.length > 1) return {...state, screen: wentBack(screen)};
	if (screen.pinned.length > 0) return {...state, screen: {...screen, pinned: []}};
	if (screen.isFollowingTop) return state;
	return said({...state, screen: {...screen, isFollowingTop: true}}, 'info', safe`the first row is selected again`);
}

/** Pins the selected row, or lets it go. */
export function pinned(context: EngineContext, state: State): State {
	const key = selectedRow(context, state);
	if (key === null) return state;
	const {screen} = state;
	const others = screen.pinned.filter(one => one !== key);
	const isLetGo = others.length < screen.pinned.length;
	const pins = isLetGo ? others : [...others, key];
	const text = isLetGo
		? safe`unpinned, ${pins.length} pinned`
		: safe`${pins.length} pinned: the panels show these alone`;
	return said({...state, screen: {...screen, pinned: pins, isFollowingTop: false}}, 'info', text);
}

const mostPanelRows = 8;

/** Makes the charts of the panels taller or shorter. */
export function withPanelRows(state: State, by: 1 | -1): State {
	const {screen} = state;
	const panelRows = Math.min(mostPanelRows, Math.max(1, screen.panelRows + by));
	const {chartRows} = panelGrid(screen.size, panelRows);
	if (chartRows === panelGrid(screen.size, screen.panelRows).chartRows) return state;
	return said({...state, screen: {...screen, panelRows}}, 'info', safe`charts of ${chartRows} lines`);
}

export function startedFilter(context: EngineContext, state: State): State {
	const text = filterHere(context, state)?.text ?? safe``;
	return {...state, screen: withFilter(context, state.screen, {text, isEditing: true})};
}

export function sortedByNext(context: EngineContext, state: State): State {
	if (isEmptyList(context, state)) return state;
	const {screen} = state;
	const at = sortColumns.indexOf(screen.sort.column);
	const column = sortColumns[(at + 1) % sortColumns.length] ?? 'errors';
	return {...state, screen: {...screen, sort: {column, isDescending: column !== 'name'}}};
}

export function invertedSort(context: EngineContext, state: State): State {
	if (isEmptyList(context, state)) return state;
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
	// The same key again returns to all of them.
	const next = state.screen.chartIndex === chartIndex ? null : chartIndex;
	return {...state, screen: {...state.screen, chartIndex: next}};
}

export function changedRange(context: EngineContext, state: State, by: -1 | 1): State {
	if (isEmptyList(context, state)) return said(state, 'info', safe`there are no rows to chart`);
	const {screen} = state;
	const rangeIndex = Math.min(ranges.length - 1, Math.max(0, screen.rangeIndex + by));
	return rangeIndex === screen.rangeIndex ? state : {...state, screen: {...screen, rangeIndex}};
}

/** Moves the mark of a list, or whatever else the screen moves. */
export function moved(context: EngineContext, state: State, by: Step): State {
	return isEmptyList(context, state) ? state : (currentScreen(context, state).moved?.(context, state, by) ?? state);
}

/** Turns to another page of the panels; the same state where there is none. */
export function turnedPage(context: EngineContext, state: State, by: 'pageUp' | 'pageDown'): State {
	const turned = moved(context, state, by);
	return turned.screen.homeSelected === state.screen.homeSelected ? state : turned;
}

function isEmptyList(context: EngineContext, state: State): boolean {
	return currentScreen(context, state).list !== undefined && listedKeys(context, state).length === 0;
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
	return Math.max(0, afterStep(at, by, {page: pageRows, last: order.length - 1}));
}

/** Opens the selected row, else the first row. */
export function openedSelected(context: EngineContext, state: State): State {
	const {screen} = state;
	const key = selectedRow(context, state) ?? listedKeys(context, state)[0];
	if (key === undefined) return state;
	const release = releaseShown(context, state, key);
	const chosen = {...screen, isFollowingTop: false};
	return {...state, screen: opened(chosen, release ? {kind: 'release', key: release} : {kind: 'service', key})};
}

/** The release that the row is about: its own, or the one behind its pods while it is not at rest. Any other row opens
 * the service's own screen. */
function releaseShown(context: EngineContext, state: State, key: AnchorKey): ReleaseKey | null {
	if (isReleaseKey(key)) return key;
	const behind = releaseBehind(context, state, key);
	const release = behind === null ? undefined : context.derive.releases(state).get(behind);
	return release && levelOf(context, state, release) !== 'quiet' ? behind : null;
}

/** An open dialog is about the cluster on screen: it is answered first. */
export function inNextCluster(state: State): State {
	const {clusters, screen} = state;
	if (screen.dialog) return state;
	const next = clusters[(clusters.indexOf(screen.focus) + 1) % clusters.length];
	return next === undefined || next === screen.focus ? state : {...state, screen: screenInFrontOf(next, screen)};
}
