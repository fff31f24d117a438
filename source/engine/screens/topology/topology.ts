import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import type {NamedService} from '../../../domain/cluster/service-host.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {stepped} from '../../keys/actions/navigation.ts';
import {said} from '../../keys/said.ts';
import {currentPlace, opened, releaseBehind, wentBack} from '../../lists/places.ts';
import {selectedRow} from '../../lists/selection.ts';
import {servicesOfRow} from '../../lists/visible.ts';
import type {Place, Step} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import {currentScreen, type EngineContext, type Screen} from '../../world/context.ts';
import {shownState} from '../../world/shown-state.ts';
import {onEveryScreen} from '../actions-of-screens.ts';
import {aroundOf, mostLevels, ownOf, type Stop, stopsOf, withOwn} from './topology-place.ts';
import {selectTopology} from './topology-view.ts';

/** Who calls a service, and whom it calls, as a tree or in boxes and lines. */
export const topology = {
	id: 'topology',
	opening: {
		keys: ['T'],
		label: safe`topology`,
		help: safe`topology: who calls the service and whom it calls, and whose failures are whose`,
		listed: 'footer',
		from: ['home', 'panels', 'releases', 'release', 'service'],
		otherwise: safe`no service to show callers of: mark a row first`,
		place: topologyPlace,
	},
	actions: [
		...onEveryScreen,
		'open',
		'goBack',
		'topologyGraph',
		'topologyDeeper',
		'topologyShallower',
		'topologyDirection',
		'down',
		'up',
		'previous',
		'next',
		'pageDown',
		'pageUp',
	],
	namedFirst: ['goBack', 'topologyGraph', 'topologyDeeper', 'topologyDirection'],
	showsEdges: 'all',
	services: servicesShown,
	labels(state) {
		return ownOf(currentPlace(state.screen)).selected === null ? {} : {open: safe`in the middle`};
	},
	runs: {
		open: openedMarked,
		topologyGraph: (_context, state) => withOwn(state, {isGraph: !ownOf(currentPlace(state.screen)).isGraph}),
		topologyDeeper: (_context, state) => deeper(state, 1),
		topologyShallower: (_context, state) => deeper(state, -1),
		topologyDirection: (_context, state) => turned(state),
	},
	moved: movedTo,
	select: (context, live, shown, place) => selectTopology(context, live, shown, place),
} satisfies Screen<'topology'>;

function topologyPlace(context: EngineContext, state: State): Place | null {
	const isList = currentScreen(context, state).list !== undefined;
	const key = isList ? selectedRow(context, state) : (currentPlace(state.screen).key ?? null);
	return key && {kind: 'topology', key};
}

/** Latency is asked for more services at once at a cost that grows with the answer. */
const mostServices = 40;

/** The service in the middle and those that it calls: edges have no latency of their own, and these rows have. */
function servicesShown(context: EngineContext, state: State): readonly NamedService[] {
	const around = aroundOf(context, state, currentPlace(state.screen));
	const keys = stopsOf(around).flatMap(({key, kind}) => (key !== null && kind !== 'callers' ? [key] : []));
	return [...new Set(keys)].flatMap(key => servicesOfRow(context, state, key)).slice(0, mostServices);
}

/** The marked node of those that are shown; the service in the middle where it was dropped. */
function marked(context: EngineContext, state: State): {readonly stops: readonly Stop[]; readonly at: number} {
	const place = currentPlace(state.screen);
	const stops = stopsOf(aroundOf(context, shownState(state), place));
	const at = stops.findIndex(({path}) => path === ownOf(place).selected);
	return {stops, at: at >= 0 ? at : stops.findIndex(({path}) => path === null)};
}

/** Left and right go to the callers, the service, the callees. */
function movedTo(context: EngineContext, state: State, by: Step): State {
	const {stops, at} = marked(context, state);
	const columns = ['callers', 'centre', 'callees'] as const;
	const now = columns.indexOf(stops[at]?.kind ?? 'centre');
	const column = columns[now + (by === 'next' ? 1 : -1)];
	const isSideways = by === 'previous' || by === 'next';
	const to = isSideways ? stops.find(({kind}) => kind === column) : stops[stepped(stops, at, by)];
	return !to || to === stops[at] ? state : withOwn(state, {selected: to.path});
}

/** A neighbour comes into the middle; from the middle its own screen is opened. */
function openedMarked(context: EngineContext, state: State): State {
	const {stops, at} = marked(context, state);
	const stop = stops[at];
	if (!stop) return state;
	if (stop.isMore) return withOwn(state, {isWhole: true, selected: null});
	if (stop.key === null) return said(state, 'info', safe`nothing is known of this caller but its calls`);
	return stop.kind === 'centre' ? openedCentre(context, state, stop.key) : centredOn(state, stop.key);
}

function openedCentre(context: EngineContext, state: State, key: AnchorKey): State {
	const release = releaseBehind(context, state, key);
	const before = state.screen.stack.at(-2);
	// Whoever came from there goes back there.
	if (before?.key !== undefined && (before.key === key || before.key === release) && before.kind !== 'topology')
		return {...state, screen: wentBack(state.screen)};
	return {...state, screen: opened(state.screen, release ? {kind: 'release', key: release} : {kind: 'service', key})};
}

/** A service that was in the middle before is gone back to, so that walking in a circle opens no more screens. */
function centredOn(state: State, key: AnchorKey): State {
	const {screen} = state;
	const {depth, direction, isGraph} = ownOf(currentPlace(screen));
	const others = screen.stack.findLastIndex(({kind}) => kind !== 'topology');
	const at = screen.stack.findIndex((place, index) => index > others && place.key === key);
	if (at >= 0) {
		const times = screen.stack.length - 1 - at;
		const back = Array.from({length: times}).reduce<typeof screen>(so => wentBack(so), screen);
		return {...state, screen: back};
	}
	const own = {selected: null, depth, direction, isGraph, isWhole: false};
	return {...state, screen: opened(screen, {kind: 'topology', key, own})};
}

function deeper(state: State, by: 1 | -1): State {
	const {depth} = ownOf(currentPlace(state.screen));
	const next = Math.min(mostLevels, Math.max(1, depth + by));
	if (next === depth) return state;
	const changed = withOwn(state, {depth: next});
	return said(changed, 'info', next === 1 ? safe`1 level` : safe`${next} levels`);
}

function turned(state: State): State {
	const {direction} = ownOf(currentPlace(state.screen));
	const next = {both: 'callers', callers: 'callees', callees: 'both'} as const;
	return withOwn(state, {direction: next[direction], selected: null});
}
