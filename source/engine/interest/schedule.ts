import type {StoredKind} from '../../ports/cluster.ts';
import {trendSeconds} from '../evidence/trend-window.ts';
import {isReleaseKey} from '../lists/places.ts';
import {areNamedIn, servicesText} from '../lists/visible.ts';
import type {Command} from '../state/commands.ts';
import {begun, done, isDue} from '../state/errand.ts';
import type {Reduction} from '../state/reduction.ts';
import type {Errand, State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {serverTime} from '../world/derive.ts';
import {interestOf} from './interest.ts';

/** One question on opening a release: its highest rate of the last day. */
const peakSeconds = 86_400;
/** A peak is asked for again after this long on screen. */
const peakFreshMs = 600_000;

/** Starts every errand that is due: heartbeat, inventory, polls, and the slower tiers. */
export function startDueErrands(context: EngineContext, state: State): Reduction {
	const errands = [
		connectCluster,
		beat,
		connectMetrics,
		poll,
		readLatency,
		readAge,
		readTrend,
		readPeak,
		readEjections,
		readCharts,
	];
	return errands.reduce<Reduction>(
		(due, errand) => {
			const next = errand(context, due.state);
			return {state: next.state, commands: [...due.commands, ...next.commands]};
		},
		{state, commands: []},
	);
}

function connectCluster(_context: EngineContext, state: State): Reduction {
	const errand = state.cluster.connect;
	if (!isDue(errand, state.nowMs)) return idle(state);
	const connect = begun(errand, state.nowMs);
	return {
		state: {...state, cluster: {...state.cluster, connect}},
		commands: [{kind: 'identify', generation: connect.generation}],
	};
}

function beat(_context: EngineContext, state: State): Reduction {
	const errand = state.cluster.heartbeat;
	if (!state.cluster.inventory || !isDue(errand, state.nowMs)) return idle(state);
	const heartbeat = begun(errand, state.nowMs);
	return {
		state: {...state, cluster: {...state.cluster, heartbeat}},
		commands: [{kind: 'beat', generation: heartbeat.generation, stored: storedKind(state)}],
	};
}

/** What a heartbeat reads: a kind that is watched, and so may be listed. One of the API server's own, where there is one:
 * behind others a webhook may stand, whose silence is not the server's. */
function storedKind({cluster}: State): StoredKind | null {
	const live = Object.values(cluster.watches).filter(
		({status, request: {kind, labelSelector, fieldSelector}}) =>
			status === 'live' && kind.watch === 'cluster' && labelSelector === undefined && fieldSelector === undefined,
	);
	const own = live.find(({request: {kind}}) => kind.group === '' || kind.group === 'apps') ?? live[0];
	return own ? {kindId: own.request.kind.id, namespace: own.request.namespace ?? null} : null;
}

function connectMetrics(_context: EngineContext, state: State): Reduction {
	const {connect, source} = state.metrics;
	if (source || !isDue(connect, state.nowMs)) return idle(state);
	const running = begun(connect, state.nowMs);
	return withErrand(state, 'connect', running, {kind: 'connectMetrics', generation: running.generation});
}

function poll(context: EngineContext, state: State): Reduction {
	const {source} = state.metrics;
	if (!source || !isDue(state.metrics.poll, state.nowMs)) return idle(state);
	const running = begun(state.metrics.poll, state.nowMs);
	const {services: visible} = interestOf(context, state);
	// An answer to the question that stood between two polls would come late, and for other services.
	const latencyRead = done(state.metrics.latencyRead, state.nowMs);
	const asked = {...state, metrics: {...state.metrics, latencyRead, latencyOf: servicesText(visible)}};
	return withErrand(asked, 'poll', running, {
		kind: 'poll',
		generation: running.generation,
		windowSeconds: source.windowSeconds,
		visible,
	});
}

function readLatency(context: EngineContext, state: State): Reduction {
	const {source, traffic, latencyOf, poll: polling} = state.metrics;
	if (!source || !traffic || polling.isRunning || !isDue(state.metrics.latencyRead, state.nowMs)) return idle(state);
	const {services} = interestOf(context, state);
	if (services.length === 0 || servicesText(services) === latencyOf) return idle(state);
	const running = begun(state.metrics.latencyRead, state.nowMs);
	const asked = {...state, metrics: {...state.metrics, latencyOf: servicesText(services)}};
	const {windowSeconds} = source;
	return withErrand(asked, 'latencyRead', running, {
		kind: 'readLatency',
		generation: running.generation,
		windowSeconds,
		services,
	});
}

function readAge(_context: EngineContext, state: State): Reduction {
	if (!state.metrics.source || !isDue(state.metrics.age, state.nowMs)) return idle(state);
	const running = begun(state.metrics.age, state.nowMs);
	return withErrand(state, 'age', running, {kind: 'readSampleAge', generation: running.generation});
}

function readTrend(context: EngineContext, state: State): Reduction {
	const {source, trend, traffic, trendOf} = state.metrics;
	if (!source || !traffic || trend.isRunning) return idle(state);
	const {trends: services} = interestOf(context, state);
	// A row that came on screen does not wait for the others' turn.
	if (services.length === 0 || (!isDue(trend, state.nowMs) && areNamedIn(trendOf, services))) return idle(state);
	const running = begun(trend, state.nowMs);
	const asked = {...state, metrics: {...state.metrics, trendOf: servicesText(services)}};
	return withErrand(asked, 'trend', running, {
		kind: 'readTrend',
		generation: running.generation,
		services,
		windowSeconds: trendSeconds,
		endMs: traffic.atMs,
	});
}

function readPeak(context: EngineContext, state: State): Reduction {
	if (!state.metrics.source || !isDue(state.metrics.peak, state.nowMs)) return idle(state);
	const {open} = interestOf(context, state);
	if (!open || !isReleaseKey(open.key) || open.services.length === 0) return idle(state);
	const known = state.metrics.peaks[open.key];
	if (known && state.nowMs - known.atMs < peakFreshMs) return idle(state);
	const running = begun(state.metrics.peak, state.nowMs);
	return withErrand(state, 'peak', running, {
		kind: 'readPeak',
		generation: running.generation,
		release: open.key,
		services: open.services,
		overSeconds: peakSeconds,
	});
}

function readEjections(context: EngineContext, state: State): Reduction {
	const {source, ejectionRead, ejectionsOf} = state.metrics;
	if (!source || ejectionRead.isRunning) return idle(state);
	const {open} = interestOf(context, state);
	// Another service than the last one does not wait for its turn.
	if (!open || (ejectionsOf === open.key && state.nowMs < ejectionRead.dueAtMs)) return idle(state);
	const {key: anchor, services} = open;
	if (services.length === 0) return idle(state);
	const running = begun(ejectionRead, state.nowMs);
	const asked = {...state, metrics: {...state.metrics, ejectionsOf: anchor}};
	return withErrand(asked, 'ejectionRead', running, {
		kind: 'readEjections',
		generation: running.generation,
		anchor,
		services,
	});
}

function readCharts(context: EngineContext, state: State): Reduction {
	const {source, chart, charts, traffic} = state.metrics;
	if (!source || !traffic || chart.isRunning) return idle(state);
	const {open, rangeSeconds} = interestOf(context, state);
	if (!open) return idle(state);
	const {key: anchor, services} = open;
	// Another chart than the one that is drawn does not wait for its turn.
	const isOther = charts?.anchor !== anchor || charts.rangeSeconds !== rangeSeconds;
	if (!isOther && state.nowMs < chart.dueAtMs) return idle(state);
	if (isOther && state.metrics.chartError && state.nowMs < chart.dueAtMs) return idle(state);
	if (services.length === 0) return idle(state);
	const running = begun(chart, state.nowMs);
	return withErrand(state, 'chart', running, {
		kind: 'readCharts',
		generation: running.generation,
		anchor,
		services,
		rangeSeconds,
		windowSeconds: source.windowSeconds,
		endMs: serverTime(state),
	});
}

function withErrand(
	state: State,
	name: 'connect' | 'poll' | 'latencyRead' | 'age' | 'trend' | 'peak' | 'ejectionRead' | 'chart',
	errand: Errand,
	command: Command,
): Reduction {
	return {state: {...state, metrics: {...state.metrics, [name]: errand}}, commands: [command]};
}

function idle(state: State): Reduction {
	return {state, commands: []};
}
