import {safe} from '../../domain/safe-text.ts';
import {homeLists, homeOrder, markedAt} from '../lists/order.ts';
import {currentPlace, isReleaseKey, opened, wentBack} from '../lists/places.ts';
import {listedKeys, selectedRow, targetRelease, withSelected} from '../lists/selection.ts';
import {type Place, ranges, type SortColumn} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {shownState} from '../world/shown-state.ts';
import type {Action} from './keymap.ts';

const sortColumns: readonly SortColumn[] = ['errors', 'rps', 'p95', 'p99', 'name'];
const pageRows = 10;

/** Moves between rows and screens; nothing here touches the cluster. */
export function navigate(
	context: EngineContext,
	state: State,
	action: Exclude<Action, {kind: 'verb' | 'quit' | 'freeze' | 'palette'}>,
): State {
	const {screen} = state;
	switch (action.kind) {
		case 'move':
			return move(context, state, action.by);
		case 'open':
			return open(context, state);
		case 'goBack':
			// A filter in force is cleared first: the list comes back before the screen goes. Elsewhere it narrows nothing.
			if (screen.filter && isList(currentPlace(screen))) return {...state, screen: {...screen, filter: null}};
			return {...state, screen: wentBack(screen)};
		case 'filter':
			return {...state, screen: {...screen, filter: {text: screen.filter?.text ?? safe``, isEditing: true}}};
		case 'sort': {
			const at = sortColumns.indexOf(screen.sort.column);
			const column = sortColumns[(at + 1) % sortColumns.length] ?? 'errors';
			return {...state, screen: {...screen, sort: {column, isDescending: column !== 'name'}}};
		}
		case 'invertSort':
			return {...state, screen: {...screen, sort: {...screen.sort, isDescending: !screen.sort.isDescending}}};
		case 'help':
			if (currentPlace(screen).kind === 'help') return {...state, screen: wentBack(screen)};
			return {...state, screen: {...opened(screen, {kind: 'help'}), helpOffset: 0}};
		case 'releases':
			return {...state, screen: opened(screen, {kind: 'releases'})};
		case 'service':
			return openService(context, state);
		case 'chart':
			return {...state, screen: {...screen, chartIndex: action.index}};
		case 'range': {
			const rangeIndex = Math.min(ranges.length - 1, Math.max(0, screen.rangeIndex + action.by));
			return {...state, screen: {...screen, rangeIndex}};
		}
	}
}

function isList({kind}: Place): boolean {
	return kind === 'home' || kind === 'releases';
}

function move(context: EngineContext, state: State, by: Extract<Action, {kind: 'move'}>['by']): State {
	const {screen} = state;
	switch (currentPlace(screen).kind) {
		case 'home': {
			const shown = shownState(state);
			const order = homeOrder(context, shown);
			const to = moved(order, markedAt(context, shown), by);
			return withSelected(state, order[to] ?? null, to >= homeLists(context, shown).attention.length);
		}
		case 'releases': {
			const order = listedKeys(context, state, 'releases');
			const selected = selectedRow(context, state);
			const at = selected === null ? -1 : order.indexOf(selected);
			return withSelected(state, order[moved(order, at, by)] ?? null);
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

function moved(order: readonly unknown[], at: number, by: Extract<Action, {kind: 'move'}>['by']): number {
	const last = order.length - 1;
	const target = {up: at - 1, down: at + 1, pageUp: at - pageRows, pageDown: at + pageRows, first: 0, last}[by];
	return Math.max(0, Math.min(last, target));
}

/** What is selected, else what stands on top. */
function open(context: EngineContext, state: State): State {
	const {screen} = state;
	const key = selectedRow(context, state) ?? listedKeys(context, state, currentPlace(screen).kind)[0];
	if (key === undefined) return state;
	const release = isReleaseKey(key) ? key : null;
	// A row with a release opens the release; a plain service opens its own screen.
	return {...state, screen: opened(screen, release ? {kind: 'release', key: release} : {kind: 'service', key})};
}

/** From a release to the service in front of it, and from a row past its release. */
function openService(context: EngineContext, state: State): State {
	const {screen} = state;
	const place = currentPlace(screen);
	const key = place.kind === 'home' ? selectedRow(context, state) : targetRelease(context, state);
	return key === null ? state : {...state, screen: opened(screen, {kind: 'service', key})};
}
