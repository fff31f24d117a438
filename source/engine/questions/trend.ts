import {ok} from '../../domain/result.ts';
import {areNamedIn, type NamedService, servicesText} from '../../domain/service-host.ts';
import type {TrafficSample} from '../../domain/signals.ts';
import type {Measured, MetricsState} from '../state/state.ts';
import {togetherOver} from './asker.ts';
import {trafficOf} from './poll.ts';
import {answerOf, type MetricsQuestion, toldBy} from './question.ts';

/** How far back the trend column reaches, and in how many points. */
const trendSeconds = 900;
export const trendPoints = 15;
export const trendStepSeconds = trendSeconds / trendPoints;

const everyMs = 30_000;

interface TrendAsked {
	readonly services: readonly NamedService[];
	readonly endMs: number;
}

/** Rates by instant, of the services on screen. */
export const trend: MetricsQuestion<TrendAsked, readonly Measured<readonly TrafficSample[]>[]> = {
	id: 'trend',
	wanted(interest, {metrics}) {
		const traffic = metrics.source && trafficOf(metrics);
		if (!traffic) return null;
		const {trends: services} = interest;
		return services.length > 0 ? {services, endMs: traffic.atMs} : null;
	},
	keyOf: () => '',
	// Ask at once about a row that came on screen, not at the other rows' next turn.
	covers: (earlier, {services}) => areNamedIn(servicesText(earlier.services), services),
	async ask(asker, {services, endMs}) {
		const end = Math.floor(endMs / 1000 / trendStepSeconds) * trendStepSeconds * 1000;
		// Over less than a window there would be too few samples for a rate.
		const windowSeconds = Math.max(trendStepSeconds, asker.windowSeconds);
		const over = {startMs: end - trendSeconds * 1000, endMs: end, stepSeconds: trendStepSeconds};
		const answer = await asker.range(questions => questions.trafficOf(services, windowSeconds), over);
		return answer.ok ? ok(togetherOver(answer.value)) : answer;
	},
	dueAtMs: ({answeredAtMs}) => answeredAtMs + everyMs,
};

export function trendInstants(metrics: MetricsState): readonly Measured<readonly TrafficSample[]>[] | null {
	return toldBy(trend, metrics);
}

/** The Services of the last question about trends that was answered, even with a failure; null before the first. */
export function trendAnsweredOf(metrics: MetricsState): string | null {
	const answer = answerOf(trend, metrics);
	return answer && servicesText(answer.asked.services);
}
