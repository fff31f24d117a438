import type {AnchorKey, ReleaseKey} from '../../domain/cluster/keys.ts';
import {currentPlace, releaseBehind, releaseKeyOf, releaseOfPlace} from '../lists/places.ts';
import {selectedRow} from '../lists/selection.ts';
import {listedReleases, measuredServices, servicesOfRow, visibleServices} from '../lists/visible.ts';
import {isFollowed} from '../state/intent.ts';
import type {Interest} from '../state/interest.ts';
import {logsPlaceOf} from '../state/logs-place.ts';
import {ranges} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import {currentScreen, type EngineContext, screenAt} from '../world/context.ts';
import {comparedRelease} from './compared-release.ts';
import {failingRelease} from './failing-release.ts';
import {judgedReleases} from './judged-releases.ts';
import {leftReleases} from './left-releases.ts';

/** What the screen and the intents need now. Each part is computed when a caller reads it. */
export function interestOf(context: EngineContext, state: State): Interest {
	// Every question asks anew, and an object of accessors is slow to make.
	return context.derive.remember(state, 'interest', () => interestIn(context, state));
}

function interestIn(context: EngineContext, state: State): Interest {
	const {screen} = state;
	const place = currentPlace(screen);
	return {
		get services() {
			return measuredServices(context, state);
		},
		get hasFailureRules() {
			return context.derive.hasFailureRules(state);
		},
		get trends() {
			return currentScreen(context, state).hasTrends ? visibleServices(context, state) : [];
		},
		get open() {
			return withServices(context, state, place.key ?? currentScreen(context, state).beside?.(context, state) ?? null);
		},
		get connected() {
			return withServices(context, state, place.key ?? selectedRow(context, state));
		},
		get proven() {
			const {key: anchor} = place;
			if (anchor === undefined || !currentScreen(context, state).provesFigures) return null;
			const services = servicesOfRow(context, state, anchor);
			return services.length === 0 ? null : {anchor, services};
		},
		get judged() {
			return judgedReleases(context, state, place.key ?? null);
		},
		get left() {
			return leftReleases(context, state);
		},
		get compared() {
			return comparedRelease(context, state, place.key ?? null);
		},
		get failing() {
			return failingRelease(context, state, place.key ?? null);
		},
		get edges() {
			const {showsEdges} = currentScreen(context, state);
			if (showsEdges !== 'own') return showsEdges ?? null;
			const [first] = judgedReleases(context, state, place.key ?? null);
			return first?.isOpen && first.services.length > 0 ? first.services : null;
		},
		rangeSeconds: (ranges[screen.rangeIndex] ?? ranges[0]).seconds,
		get releases() {
			return releasesOfInterest(context, state);
		},
		get objects() {
			return screen.stack.flatMap(one => screenAt(context, one).objects?.(context, state, one) ?? []);
		},
		get eventsIn() {
			const all = screen.stack.flatMap(one => screenAt(context, one).eventsIn?.(context, state, one) ?? []);
			return [...new Set(all)];
		},
		get listed() {
			return listedReleases(context, state);
		},
		get logs() {
			const open = screen.stack.findLast(place => screenAt(context, place).readsLogs);
			return open ? {key: releaseKeyOf(open.key), place: logsPlaceOf(open)} : null;
		},
		get backtest() {
			const open = screen.stack.findLast(place => screenAt(context, place).readsBacktest);
			return open ? releaseKeyOf(open.key) : null;
		},
		get replay() {
			const asked = screen.stack.map(place => screenAt(context, place).replays?.(state, place) ?? null);
			return asked.findLast(one => one !== null) ?? null;
		},
	};
}

function withServices(context: EngineContext, state: State, key: AnchorKey | null): Interest['open'] {
	if (key === null) return null;
	return {
		key,
		get services() {
			return servicesOfRow(context, state, key);
		},
	};
}

function releasesOfInterest(context: EngineContext, state: State): ReadonlySet<ReleaseKey> {
	const {screen, intents} = state;
	const open = new Set<ReleaseKey>(screen.stack.flatMap(place => releaseOfPlace(context, state, place) ?? []));
	const beside = currentScreen(context, state).beside?.(context, state) ?? null;
	const shown = beside === null ? null : releaseBehind(context, state, beside);
	if (shown) open.add(shown);
	if (screen.wanted) open.add(screen.wanted.release);
	const inDialog = screen.dialog?.intentId;
	for (const intent of intents) if (isFollowed(intent) || intent.id === inDialog) open.add(intent.release.key);
	return open;
}
