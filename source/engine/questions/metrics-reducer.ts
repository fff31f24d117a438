import type {ReleaseKey} from '../../domain/keys.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {pollSeconds} from '../evidence/freshness.ts';
import {observeReleases} from '../evidence/observations.ts';
import {done, isCurrent} from '../state/errand.ts';
import type {Event} from '../state/events.ts';
import type {Errand, MetricsState, Ordering, Peak, State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

const connectRetryMs = 5_000;
const reorderEveryMs = 10_000;
const keysRestMs = 3_000;
const trendEveryMs = 30_000;
const peakRetryMs = 30_000;
const ejectionsEveryMs = 10_000;
/** Charts follow the data this often while they are open. */
const chartEveryMs = 5_000;

export function metricsConnected(state: State, event: Extract<Event, {kind: 'metricsConnected'}>): State {
	const {metrics} = state;
	if (!isCurrent(metrics.connect, event.generation)) return state;
	const connect = done(metrics.connect, event.atMs + connectRetryMs);
	if (!event.result.ok) {
		const {error} = event.result;
		const kept = error.kind === 'severalClusters' ? withoutFigures(state) : state;
		return withMetrics(kept, {connect, connectError: error, source: null});
	}
	return withMetrics(state, {connect, connectError: null, source: event.result.value, pollError: null});
}

export function pollReturned(
	context: EngineContext,
	state: State,
	event: Extract<Event, {kind: 'pollReturned'}>,
): State {
	const {metrics} = state;
	if (!isCurrent(metrics.poll, event.generation)) return state;
	const poll = done(metrics.poll, metrics.poll.begunAtMs + pollSeconds(state) * 1000);
	if (!event.result.ok) return pollFailed(state, poll, event.result.error, event.atMs);
	const {traffic, latency, unmatched, warnings} = event.result.value;
	const next = withMetrics(state, {
		poll,
		pollError: null,
		traffic,
		latency: latency ?? stillTrue(metrics, traffic.atMs),
		latencyAnsweredOf: latency || metrics.latencyOf === '' ? metrics.latencyOf : metrics.latencyAnsweredOf,
		ordering: nextOrdering(state, traffic, latency),
		unmatchedSeries: unmatched,
		warnings,
	});
	return withMetrics(next, {observed: observeReleases(context, next)});
}

function pollFailed(state: State, poll: Errand, error: MetricsError, atMs: number): State {
	const connect = done(state.metrics.connect, atMs);
	switch (error.kind) {
		case 'severalClusters':
			return withMetrics(withoutFigures(state), {poll, connect, connectError: error, source: null});
		case 'tooFewSamples':
			// No sample came since the last figures: the scrape has stopped. They stay, and grow old on screen.
			if (hasStopped(state)) return withMetrics(state, {poll});
			// The samples come at another pace than they did: it is measured anew.
			return withMetrics(state, {poll, connect, connectError: error, source: null});
		default:
			// The last figures stay: they are drawn as old, with the failure beside them.
			return withMetrics(state, {poll, pollError: error});
	}
}

function hasStopped({metrics: {source, traffic, newestSampleMs}}: State): boolean {
	return source !== null && traffic !== null && newestSampleMs !== null && newestSampleMs <= traffic.atMs;
}

/** What was added up may have been of several clusters: nothing of it stays, and no answer on its way counts. */
function withoutFigures(state: State): State {
	const {latencyRead, age, trend, peak, ejectionRead, chart} = state.metrics;
	const dropped = (errand: Errand) => done(errand, state.nowMs);
	return withMetrics(state, {
		pollError: null,
		warnings: [],
		traffic: null,
		latency: null,
		latencyRead: dropped(latencyRead),
		latencyOf: '',
		ordering: null,
		newestSampleMs: null,
		isAgeKnown: false,
		age: dropped(age),
		trend: dropped(trend),
		trends: null,
		peak: dropped(peak),
		peaks: {},
		ejectionRead: dropped(ejectionRead),
		ejectionsOf: null,
		ejections: null,
		chart: dropped(chart),
		charts: null,
		unmatchedSeries: 0,
		observed: {},
	});
}

/** Histograms that no poll asked for anew stand as long as the window that they were measured over. */
function stillTrue({latency, source}: MetricsState, atMs: number): MetricsState['latency'] {
	return latency && source && atMs - latency.atMs <= source.windowSeconds * 1000 ? latency : null;
}

/** Between two polls something else came on screen: its latency does not wait for the next one. */
export function latencyRead(state: State, event: Extract<Event, {kind: 'latencyRead'}>): State {
	const {metrics} = state;
	if (!isCurrent(metrics.latencyRead, event.generation)) return state;
	const errand = done(metrics.latencyRead, event.atMs);
	if (!event.result.ok) return withMetrics(state, {latencyRead: errand});
	const latency = event.result.value;
	const {ordering} = metrics;
	return withMetrics(state, {
		latencyRead: errand,
		latencyAnsweredOf: metrics.latencyOf,
		latency,
		ordering: ordering && {...ordering, latency: ordering.latency ?? latency},
	});
}

/** The order follows the figures every few seconds, and not while somebody moves about in it. */
function nextOrdering(state: State, traffic: Ordering['traffic'], latency: Ordering['latency']): Ordering {
	const {ordering, latency: before} = state.metrics;
	const isBusy = state.nowMs - state.screen.guard.lastKeyAtMs < keysRestMs;
	if (ordering && (isBusy || state.nowMs - ordering.sinceMs < reorderEveryMs)) return ordering;
	return {sinceMs: state.nowMs, traffic, latency: latency ?? before};
}

export function sampleAgeRead(state: State, event: Extract<Event, {kind: 'sampleAgeRead'}>): State {
	const {metrics} = state;
	if (!isCurrent(metrics.age, event.generation)) return state;
	const age = done(metrics.age, metrics.age.begunAtMs + pollSeconds(state) * 1000);
	// A failed question says nothing about the samples: their age simply goes on growing.
	return withMetrics(state, event.result.ok ? {age, newestSampleMs: event.result.value, isAgeKnown: true} : {age});
}

export function trendRead(state: State, event: Extract<Event, {kind: 'trendRead'}>): State {
	const {metrics} = state;
	if (!isCurrent(metrics.trend, event.generation)) return state;
	const trend = done(metrics.trend, event.atMs + trendEveryMs);
	const answered = {trend, trendAnsweredOf: metrics.trendOf};
	if (!event.result.ok) return withMetrics(state, answered);
	return withMetrics(state, {...answered, trends: {atMs: event.atMs, instants: event.result.value}});
}

export function peakRead(state: State, event: Extract<Event, {kind: 'peakRead'}>): State {
	const {metrics} = state;
	if (!isCurrent(metrics.peak, event.generation)) return state;
	if (!event.result.ok) return withMetrics(state, {peak: done(metrics.peak, event.atMs + peakRetryMs)});
	const peak: Peak = {requestsPerSecond: event.result.value, overSeconds: event.overSeconds, atMs: event.atMs};
	const peaks: Readonly<Record<ReleaseKey, Peak>> = {...metrics.peaks, [event.release]: peak};
	return withMetrics(state, {peak: done(metrics.peak, event.atMs), peaks});
}

export function ejectionsRead(state: State, event: Extract<Event, {kind: 'ejectionsRead'}>): State {
	const {metrics} = state;
	if (!isCurrent(metrics.ejectionRead, event.generation)) return state;
	const ejectionRead = done(metrics.ejectionRead, event.atMs + ejectionsEveryMs);
	// What was read last stands until it is too old to be called now.
	if (!event.result.ok) return withMetrics(state, {ejectionRead});
	return withMetrics(state, {ejectionRead, ejections: {...event.result.value, anchor: event.anchor}});
}

export function chartsRead(state: State, event: Extract<Event, {kind: 'chartsRead'}>): State {
	const {metrics} = state;
	if (!isCurrent(metrics.chart, event.generation)) return state;
	const chart = done(metrics.chart, event.atMs + chartEveryMs);
	if (!event.result.ok) return withMetrics(state, {chart, chartError: event.result.error});
	return withMetrics(state, {chart, chartError: null, charts: event.result.value});
}

function withMetrics(state: State, change: Partial<MetricsState>): State {
	return {...state, metrics: {...state.metrics, ...change}};
}
