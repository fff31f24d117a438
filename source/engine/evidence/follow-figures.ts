import {pastOf} from '../questions/past.ts';
import {pastLatencyOf} from '../questions/past-latency.ts';
import {trafficOf} from '../questions/poll.ts';
import type {MetricsState, Ordering} from '../state/metrics-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {observeReleases} from './observations.ts';
import {followTrouble} from './trouble.ts';

const reorderEveryMs = 10_000;
const keysRestMs = 3_000;

/** Updates what follows from new figures: the observations of each release, and the order of rows. */
export function followFigures(context: EngineContext, before: MetricsState, state: State): State {
	const {metrics} = state;
	const isNewPoll = trafficOf(metrics) !== null && trafficOf(metrics) !== trafficOf(before);
	const isNewPast = pastOf(metrics) !== pastOf(before) || pastLatencyOf(metrics) !== pastLatencyOf(before);
	if (isNewPast) return {...state, metrics: {...metrics, trouble: followTrouble(context, state)}};
	if (!isNewPoll && metrics.latency === before.latency) return state;
	const ordering = isNewPoll ? nextOrdering(state, before) : withLatency(metrics);
	const next = {...state, metrics: {...metrics, ordering}};
	if (!isNewPoll) return next;
	const observed = observeReleases(context, next);
	const trouble = followTrouble(context, next);
	return {...next, metrics: {...next.metrics, observed, trouble}};
}

/** The order follows the figures every few seconds, but not while the operator moves about in the list. */
function nextOrdering(state: State, before: MetricsState): Ordering | null {
	const {metrics, screen, nowMs} = state;
	const {ordering} = metrics;
	const traffic = trafficOf(metrics);
	const isBusy = nowMs - screen.guard.lastKeyAtMs < keysRestMs;
	if (!traffic || (ordering && (isBusy || nowMs - ordering.sinceMs < reorderEveryMs))) return withLatency(metrics);
	return {sinceMs: nowMs, traffic, latency: metrics.latency ?? before.latency};
}

/** Rows that were ordered without any latency get the first latency that comes. */
function withLatency({ordering, latency}: MetricsState): Ordering | null {
	// The same object where nothing changed: what is derived from it then stands.
	return ordering && ordering.latency === null && latency ? {...ordering, latency} : ordering;
}
