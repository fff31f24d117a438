import {type NamedService, servicesText} from '../../domain/cluster/service-host.ts';
import {ok} from '../../domain/result.ts';
import type {LatencySample} from '../../domain/signals/signals.ts';
import type {MeshQuestions} from '../../meshes/contract.ts';
import {together} from '../queries/asker.ts';
import type {Measured} from '../state/metrics-state.ts';
import {poll, trafficOf} from './poll.ts';
import {askedOf, betweenRowsMs, type MetricsQuestion} from './question.ts';

interface LatencyAsked {
	/** Of the figures on screen, milliseconds since the epoch by the server's clock. */
	readonly atMs: number;
	readonly windowSeconds: number;
	readonly services: readonly NamedService[];
}

/** Asks for the latency of Services that come on screen between two polls, so that it need not wait for the
 * next poll. */
export const latency: MetricsQuestion<LatencyAsked, Measured<readonly LatencySample[]>> = {
	id: 'latency',
	wanted(interest, {metrics}) {
		const {source, askings} = metrics;
		const traffic = trafficOf(metrics);
		if (!source || !traffic || askings[poll.id]?.query.isRunning) return null;
		const {services} = interest;
		if (services.length === 0 || servicesText(services) === askedText(metrics)) return null;
		return {windowSeconds: source.windowSeconds, services, atMs: traffic.atMs};
	},
	keyOf: () => '',
	covers: () => false,
	leastBetweenMs: betweenRowsMs,
	async ask(asker, {services, windowSeconds, atMs}) {
		const query = (questions: MeshQuestions) => questions.latency?.(services, windowSeconds) ?? null;
		const answer = await asker.instant(query);
		return answer.ok ? ok({...together(answer.value, atMs), sent: asker.sent(query)}) : answer;
	},
	dueAtMs: ({answeredAtMs}) => answeredAtMs,
	settle(metrics, _before, result) {
		if (!result.ok) return metrics;
		return {...metrics, latency: result.value, latencyAnsweredOf: askedText(metrics)};
	},
};

/** The Services whose latency was asked for last, by this question or by a poll. */
function askedText(metrics: Parameters<typeof trafficOf>[0]): string {
	return servicesText(askedOf(latency, metrics)?.services ?? askedOf(poll, metrics)?.visible ?? []);
}
