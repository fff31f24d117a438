import type {NamedService} from '../../../source/domain/cluster/service-host.ts';
import {scopeOf} from '../../../source/domain/signals/series-scope.ts';
import type {LatencySample, TrafficSample} from '../../../source/domain/signals/signals.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import type {RowSeries} from '../../../source/engine/queries/read-series.ts';
import type {ChartData, charts} from '../../../source/engine/questions/charts.ts';
import type {EdgesTold, edges} from '../../../source/engine/questions/edges.ts';
import type {EvidenceRows, evidenceRows} from '../../../source/engine/questions/evidence-rows.ts';
import {middleLatency, middleOf} from '../../../source/engine/questions/past/middle-of-past.ts';
import type {Past, past} from '../../../source/engine/questions/past/past.ts';
import type {pastLatency} from '../../../source/engine/questions/past/past-latency.ts';
import type {MetricsQuestion} from '../../../source/engine/questions/question.ts';
import type {series} from '../../../source/engine/questions/series.ts';
import type {SlicesTold, slices} from '../../../source/engine/questions/slices.ts';
import {type TrendData, type trend, trendPoints} from '../../../source/engine/questions/trend.ts';
import type {Measured, SentQuery} from '../../../source/engine/state/metrics-state.ts';
import {meshes} from '../../../source/meshes/registry.ts';
import {windowSeconds} from './session.ts';
import type {World} from './world.ts';

export type AskedOf<Q> = Q extends MetricsQuestion<infer Asked, infer _> ? Asked : never;

/** Of each sample the requests that succeeded and those that failed, as the codes of an answer tell them apart. */
export function seriesOf({anchor, atMs}: AskedOf<typeof series>, world: World): RowSeries {
	const value = world.trafficAt(atMs).flatMap(sample => {
		const {requestsPerSecond, errorsPerSecond, identity} = sample;
		const labels = {destination_service_name: identity.service ?? safe``};
		if (sample.outcomes) {
			return sample.outcomes.map(outcome => ({
				...sample,
				requestsPerSecond: outcome.perSecond,
				errorsPerSecond: outcome.isFailed ? outcome.perSecond : 0,
				outcomes: [outcome],
				labels: {...labels, response_code: outcome.status ?? safe`0`},
			}));
		}
		const good = requestsPerSecond - errorsPerSecond;
		return [
			{...sample, requestsPerSecond: good, errorsPerSecond: 0, labels: {...labels, response_code: safe`200`}},
			{...sample, requestsPerSecond: errorsPerSecond, labels: {...labels, response_code: safe`503`}},
		];
	});
	return {anchor, atMs, value};
}

/** Of every measured mesh; null where the question fails. */
export function slicesTold(asked: AskedOf<typeof slices>, world: World): SlicesTold | null {
	const samples = world.slicesOver(asked.seconds);
	return samples && {...asked, told: world.meshes.map(mesh => ({mesh, samples}))};
}

/** Of the measured meshes those that tell callers; null where the question fails. */
export function edgesTold(asked: AskedOf<typeof edges>, world: World, serverMs: number): EdgesTold | null {
	const telling = world.meshes.filter(mesh => mesh === 'istio' || mesh === 'linkerd' || mesh === 'service-graph');
	const samples = world.edgesAt(serverMs);
	if (samples === null) return null;
	const atMs = telling.length === 0 ? null : serverMs;
	return {...asked, atMs, meshes: telling, samples: telling.flatMap(mesh => samples.map(one => ({mesh, ...one})))};
}

/** A point at each end of each step. */
export function chartOf(asked: AskedOf<typeof charts>, world: World): ChartData {
	const {anchor, rangeSeconds, endMs, services} = asked;
	const stepSeconds = rangeSeconds / world.chartSteps;
	// As the question asks: windows leave no time out between two points.
	const windowSeconds = Math.max(asked.windowSeconds, stepSeconds);
	const startMs = endMs - rangeSeconds * 1_000;
	const times = Array.from({length: world.chartSteps + 1}, (_, at) => startMs + at * stepSeconds * 1_000);
	const traffic = times.map(atMs => ({atMs, value: world.trafficAt(atMs)}));
	const latency = times.flatMap(atMs => latencyAt(atMs, world));
	const sent = {traffic: sentOf(world), latency: sentOf(world, services)};
	return {anchor, rangeSeconds, windowSeconds, startMs, endMs, stepSeconds, sent, traffic, latency};
}

/** A row at the end of each step. */
export function evidenceRowsOf(asked: AskedOf<typeof evidenceRows>, world: World): EvidenceRows {
	const {fromMs, toMs, stepSeconds} = asked;
	const stepMs = stepSeconds * 1_000;
	const times = Array.from({length: (toMs - fromMs) / stepMs}, (_, at) => fromMs + (at + 1) * stepMs);
	const traffic = times.flatMap(atMs => measuredAt(atMs, world));
	return {...asked, traffic, latency: times.flatMap(atMs => latencyAt(atMs, world))};
}

export function trendOf({rangeSeconds, endMs}: AskedOf<typeof trend>, world: World): TrendData {
	const stepSeconds = Math.round(rangeSeconds / trendPoints);
	const times = Array.from({length: trendPoints}, (_, at) => endMs - (trendPoints - 1 - at) * stepSeconds * 1_000);
	const traffic = times.flatMap(atMs => measuredAt(atMs, world));
	return {rangeSeconds, stepSeconds, endMs, traffic, latency: times.flatMap(atMs => latencyAt(atMs, world))};
}

/** The same minute of the last three days, and shortly before. */
export function pastOf({endMs, keepsTimes}: AskedOf<typeof past>, world: World): Past {
	const days = [1, 2, 3].flatMap(days => measuredAt(endMs - days * 86_400_000, world));
	const [before = null] = measuredAt(endMs - 2 * windowSeconds * 1_000, world);
	return {of: 'days', traffic: middleOf(days), ...(keepsTimes && {times: days}), before};
}

/** The same minute of the last three days; none where histograms are not told. */
export function pastLatencyOf({endMs}: AskedOf<typeof pastLatency>, world: World): readonly LatencySample[] {
	return middleLatency([1, 2, 3].flatMap(days => latencyAt(endMs - days * 86_400_000, world)));
}

/** The PromQL that the measured meshes are asked with: for figures, or for the durations of these services. */
export function sentOf(world: World, services?: readonly NamedService[]): readonly SentQuery[] {
	return dialects
		.filter(({mesh}) => world.meshes.includes(mesh))
		.flatMap(({mesh, questions: {traffic, latency}}) => {
			const query = services ? latency?.(services, windowSeconds) : traffic(windowSeconds);
			return query ? [{mesh, promql: query.promql}] : [];
		});
}

const dialects = meshes.map(({id, questions}) => ({mesh: id, questions: questions(scopeOf({}))}));

function measuredAt(atMs: number, world: World): readonly Measured<readonly TrafficSample[]>[] {
	return atMs < world.keptSinceMs ? [] : [{atMs, value: world.trafficAt(atMs)}];
}

function latencyAt(atMs: number, world: World): readonly Measured<readonly LatencySample[]>[] {
	const value = atMs < world.keptSinceMs ? null : world.latencyAt(atMs);
	return value ? [{atMs, value}] : [];
}
