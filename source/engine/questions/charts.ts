import type {AnchorKey} from '../../domain/cluster/keys.ts';
import type {NamedService} from '../../domain/cluster/service-host.ts';
import {ok} from '../../domain/result.ts';
import type {LatencySample, TrafficSample} from '../../domain/signals/signals.ts';
import type {MeshQuestions} from '../../meshes/contract.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {togetherOver} from '../queries/asker.ts';
import type {Measured, MetricsState, SentQuery} from '../state/metrics-state.ts';
import {serverTime} from '../state/server-time.ts';
import {trafficOf} from './poll.ts';
import {pollSeconds} from './poll-seconds.ts';
import {answerOf, type MetricsQuestion, toldBy} from './question.ts';

const chartPoints = 120;
/** Charts are asked for again this often while they are open, and no faster than there is something new. */
const leastEveryMs = 5_000;

interface ChartsAsked {
	readonly anchor: AnchorKey;
	readonly services: readonly NamedService[];
	readonly rangeSeconds: number;
	readonly windowSeconds: number;
	readonly endMs: number;
}

/** The data of one screen's charts. */
export interface ChartData {
	readonly anchor: AnchorKey;
	readonly rangeSeconds: number;
	/** The window of the rates at each instant. */
	readonly windowSeconds: number;
	readonly startMs: number;
	readonly endMs: number;
	/** Between two instants. */
	readonly stepSeconds: number;
	/** The queries that were sent as ranges from `startMs` to `endMs`. */
	readonly sent: {readonly traffic: readonly SentQuery[]; readonly latency: readonly SentQuery[]};
	readonly traffic: readonly Measured<readonly TrafficSample[]>[];
	readonly latency: readonly Measured<readonly LatencySample[]>[];
}

export const charts: MetricsQuestion<ChartsAsked, ChartData> = {
	id: 'charts',
	wanted({open, rangeSeconds}, state) {
		const {source} = state.metrics;
		if (!source || !trafficOf(state.metrics) || !open || open.services.length === 0) return null;
		const {windowSeconds} = source;
		return {anchor: open.key, services: open.services, rangeSeconds, windowSeconds, endMs: serverTime(state)};
	},
	keyOf: ({anchor}) => anchor,
	covers: (earlier, wanted) => earlier.rangeSeconds === wanted.rangeSeconds,
	async ask(asker, {anchor, services, rangeSeconds, windowSeconds, endMs}) {
		const stepSeconds = Math.max(1, Math.ceil(rangeSeconds / chartPoints));
		// A rate over less than the step would leave out what happened between two points.
		const window = Math.max(windowSeconds, stepSeconds);
		// Points lie on whole steps, so that the line keeps its shape as time goes on.
		const end = Math.floor(endMs / 1000 / stepSeconds) * stepSeconds * 1000;
		const over = {startMs: end - rangeSeconds * 1000, endMs: end, stepSeconds};
		const ofTraffic = (questions: MeshQuestions) => questions.trafficOf(services, window);
		const ofLatency = (questions: MeshQuestions) => questions.latency?.(services, window) ?? null;
		const [traffic, latency] = await Promise.all([asker.range(ofTraffic, over), asker.range(ofLatency, over)]);
		if (!traffic.ok) return traffic;
		if (!latency.ok) return latency;
		// Histograms do not tell which cluster they are of; the figures of the same instant do.
		const figures = togetherOver(traffic.value);
		const told = togetherOver(latency.value).filter(({atMs}) => figures.some(one => one.atMs === atMs));
		const {startMs} = over;
		return ok({
			anchor,
			rangeSeconds,
			windowSeconds: window,
			startMs,
			endMs: end,
			stepSeconds,
			sent: {traffic: asker.sent(ofTraffic), latency: asker.sent(ofLatency)},
			traffic: figures,
			latency: told,
		});
	},
	dueAtMs: ({answeredAtMs}, state) => answeredAtMs + Math.max(leastEveryMs, pollSeconds(state) * 1000),
};

/** The charts of this row that were read last, over whichever range. */
export function chartsOf(metrics: MetricsState, anchor: AnchorKey): ChartData | null {
	return toldBy(charts, metrics, anchor);
}

/** Why the last question about the charts of this row failed; null when it did not. */
export function chartsError(metrics: MetricsState, anchor: AnchorKey): MetricsError | null {
	return answerOf(charts, metrics, anchor)?.error ?? null;
}
