import {pastOf} from '../questions/past/past.ts';
import {pastLatencyOf} from '../questions/past/past-latency.ts';
import {trafficOf} from '../questions/poll.ts';
import type {MetricsState, Ordering} from '../state/metrics-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {observeReleases} from './comparison/observations.ts';
import {lastHarms, orderingHarms} from './harm/harm.ts';
import {followTrouble} from './harm/trouble.ts';

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
	return withNewHarm(context, {...next, metrics: {...next.metrics, observed, trouble}}, before);
}

/** The order follows the figures every few seconds, but not while the operator moves about in the list. */
function nextOrdering(state: State, before: MetricsState): Ordering | null {
	const {metrics, nowMs} = state;
	const {ordering} = metrics;
	if (ordering && (isMovedAbout(state) || nowMs - ordering.sinceMs < reorderEveryMs)) return withLatency(metrics);
	return orderingNow(state, before);
}

/** A row whose sign turns to harm rises at once: it would stand below rows that harm nobody. */
export function withNewHarm(context: EngineContext, state: State, before: MetricsState): State {
	if (isMovedAbout(state)) return state;
	const ordered = orderingHarms(context, state);
	const isNew = [...lastHarms(context, state)].some(([key, {kind}]) => ordered.get(key)?.kind !== kind);
	return isNew ? {...state, metrics: {...state.metrics, ordering: orderingNow(state, before)}} : state;
}

function orderingNow({metrics, nowMs}: State, before: MetricsState): Ordering | null {
	const traffic = trafficOf(metrics);
	return traffic && {sinceMs: nowMs, traffic, latency: metrics.latency ?? before.latency};
}

function isMovedAbout({screen, nowMs}: State): boolean {
	return nowMs - screen.guard.lastKeyAtMs < keysRestMs;
}

/** Rows that were ordered without any latency get the first latency that comes. */
function withLatency({ordering, latency}: MetricsState): Ordering | null {
	// The same object where nothing changed: what is derived from it then stands.
	return ordering && ordering.latency === null && latency ? {...ordering, latency} : ordering;
}
