import {areNamedIn, servicesText} from '../../domain/cluster/service-host.ts';
import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clusterFreshness, isTrusted, metricsFreshness} from '../evidence/freshness.ts';
import {measuredServices, visibleServices} from '../lists/visible.ts';
import {charts} from '../questions/charts.ts';
import {past} from '../questions/past/past.ts';
import {pollError, trafficOf} from '../questions/poll.ts';
import {answerOf} from '../questions/question.ts';
import {isAgeKnown, sampleAge} from '../questions/sample-age.ts';
import {trendAnsweredOf, trendData} from '../questions/trend.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {interestOf} from './interest.ts';

/** What the screen still waits for, in words; empty once each of its questions was answered or has failed. A
 * repeated question counts by its answer, not by whether it is under way: where answers are slow, one always
 * is. */
export function unanswered(context: EngineContext, state: State): readonly SafeText[] {
	// A session that may not even ask for its own identity gets no other answer either.
	if (hasFailed(state.cluster.identityError)) return [];
	return [...clusterUnanswered(state), ...metricsUnanswered(context, state)];
}

function clusterUnanswered(state: State): readonly SafeText[] {
	const {inventory, watches} = state.cluster;
	if (!inventory) return [safe`what the API server serves`];
	const listing = Object.values(watches).filter(({status}) => status === 'listing');
	const kinds = [...new Set(listing.map(({request}) => request.kind.kind))];
	const {state: freshness} = clusterFreshness(state);
	return [
		...kinds.map(kind => safe`the list of ${line(kind)}`),
		...(freshness === 'waiting' || freshness === 'red' ? [safe`a sign of life of the API server`] : []),
	];
}

function metricsUnanswered(context: EngineContext, state: State): readonly SafeText[] {
	const {metrics} = state;
	const error = pollError(metrics);
	if (hasFailed(metrics.connectError) || hasFailed(error)) return [];
	if (!trafficOf(metrics) || error) return [safe`the figures`];
	const missing = isAgeTrue(state) ? [] : [safe`the age of the newest sample`];
	// Before, it is not known who hurts users.
	if (answerOf(past, metrics) === null) missing.push(safe`what is usual for each service`);
	const visible = visibleServices(context, state);
	if (visible.length === 0) return missing;
	if (metrics.latencyAnsweredOf !== servicesText(measuredServices(context, state)))
		missing.push(safe`the latency of what is on screen`);
	const trendOf = trendAnsweredOf(metrics);
	if (!trendData(metrics) || trendOf === null || !areNamedIn(trendOf, visible))
		missing.push(safe`the trend of what is on screen`);
	const chartsOfOpen = charts.wanted(interestOf(context, state), state);
	if (chartsOfOpen && answerOf(charts, metrics, charts.keyOf(chartsOfOpen)) === null)
		missing.push(safe`the charts of what is open`);
	return missing;
}

/** A time-out is no failure: the question is asked again. */
function hasFailed(error: {readonly kind: string} | null): boolean {
	return error !== null && error.kind !== 'timeout';
}

/** Whether the metrics are fresh, or were already as old as now when the age of the newest sample was asked. */
function isAgeTrue(state: State): boolean {
	const {askings} = state.metrics;
	if (!isAgeKnown(state.metrics)) return false;
	const now = metricsFreshness(state);
	return (
		isTrusted(now) ||
		metricsFreshness({...state, nowMs: askings[sampleAge.id]?.query.begunAtMs ?? 0}).state === now.state
	);
}
