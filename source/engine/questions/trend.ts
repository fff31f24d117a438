import {areNamedIn, type NamedService, servicesText} from '../../domain/cluster/service-host.ts';
import {ok} from '../../domain/result.ts';
import type {LatencySample, TrafficSample} from '../../domain/signals/signals.ts';
import {togetherOver} from '../queries/asker.ts';
import {maximumBytes} from '../queries/read-traffic.ts';
import type {Measured, MetricsState} from '../state/metrics-state.ts';
import {trafficOf} from './poll.ts';
import {answerOf, askedOf, betweenRowsMs, type MetricsQuestion, toldBy} from './question.ts';

/** In how many points the range of the small charts is read. */
export const trendPoints = 30;

const leastEveryMs = 15_000;
const retryMs = 30_000;

interface TrendAsked {
	readonly services: readonly NamedService[];
	readonly rangeSeconds: number;
	readonly endMs: number;
}

/** The past of the services on screen, for the small charts of their rows. */
export interface TrendData {
	readonly rangeSeconds: number;
	readonly stepSeconds: number;
	/** The last whole step: the charts end there. */
	readonly endMs: number;
	readonly traffic: readonly Measured<readonly TrafficSample[]>[];
	/** Empty where only the histograms could not be read. */
	readonly latency: readonly Measured<readonly LatencySample[]>[];
}

/** Rates and histograms by instant, of the services on screen: two queries, whatever their number. */
export const trend: MetricsQuestion<TrendAsked, TrendData> = {
	id: 'trend',
	wanted(interest, {metrics}) {
		const traffic = metrics.source && trafficOf(metrics);
		if (!traffic) return null;
		const {trends: services, rangeSeconds} = interest;
		return services.length > 0 ? {services, rangeSeconds, endMs: traffic.atMs} : null;
	},
	keyOf: () => '',
	leastBetweenMs: betweenRowsMs,
	// Ask at once about a row that came on screen, not at the other rows' next turn.
	covers: (earlier, {services, rangeSeconds}) =>
		earlier.rangeSeconds === rangeSeconds && areNamedIn(servicesText(earlier.services), services),
	async ask(asker, asked) {
		const {services, rangeSeconds, endMs} = asked;
		const stepSeconds = stepSecondsOf(asked);
		const end = Math.floor(endMs / 1000 / stepSeconds) * stepSeconds * 1000;
		// Over less than a window there would be too few samples for a rate.
		const windowSeconds = Math.max(stepSeconds, asker.windowSeconds);
		const over = {startMs: end - (trendPoints - 1) * stepSeconds * 1000, endMs: end, stepSeconds, maximumBytes};
		const [traffic, latency] = await Promise.all([
			asker.range(questions => questions.trafficOf(services, windowSeconds), over),
			asker.range(questions => questions.latency?.(services, windowSeconds) ?? null, over),
		]);
		if (!traffic.ok) return traffic;
		// Histograms do not tell which cluster they are of; the figures of the same instant do.
		const figures = togetherOver(traffic.value);
		const told = new Set(figures.map(({atMs}) => atMs));
		const histograms = latency.ok ? togetherOver(latency.value).filter(({atMs}) => told.has(atMs)) : [];
		return ok({rangeSeconds, stepSeconds, endMs: end, traffic: figures, latency: histograms});
	},
	dueAtMs({answeredAtMs, isOk}, {metrics}) {
		const asked = askedOf(trend, metrics);
		return answeredAtMs + (isOk && asked ? Math.max(leastEveryMs, stepSecondsOf(asked) * 1000) : retryMs);
	},
};

/** Seconds from point to point. */
function stepSecondsOf({rangeSeconds}: TrendAsked): number {
	return Math.max(1, Math.round(rangeSeconds / trendPoints));
}

export function trendData(metrics: MetricsState): TrendData | null {
	return toldBy(trend, metrics);
}

/** The Services of the last question about trends that was answered, even with a failure; null before the first. */
export function trendAnsweredOf(metrics: MetricsState): string | null {
	const answer = answerOf(trend, metrics);
	return answer && servicesText(answer.asked.services);
}
