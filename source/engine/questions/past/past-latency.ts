import {areNamedIn, type NamedService, servicesText} from '../../../domain/cluster/service-host.ts';
import {err, ok} from '../../../domain/result.ts';
import type {LatencySample} from '../../../domain/signals/signals.ts';
import type {MetricsState} from '../../state/metrics-state.ts';
import {trafficOf} from '../poll.ts';
import {type MetricsQuestion, toldBy} from '../question.ts';
import {middleLatency} from './middle-of-past.ts';
import {earlierDays, earlierHours, everyMs, pastWindowSeconds, readPast, retryMs} from './past.ts';

interface PastLatencyAsked {
	readonly services: readonly NamedService[];
	readonly endMs: number;
}

/** Asks what latency is usual for the services whose latency is read: histograms of the same minutes of earlier days,
 * else of the last hours, one query after another. */
export const pastLatency: MetricsQuestion<PastLatencyAsked, readonly LatencySample[]> = {
	id: 'past-latency',
	wanted({services}, {metrics}) {
		const traffic = metrics.source && trafficOf(metrics);
		return traffic && services.length > 0 ? {services, endMs: traffic.atMs} : null;
	},
	keyOf: () => '',
	covers: (earlier, {services}) => areNamedIn(servicesText(earlier.services), services),
	async ask(asker, {services, endMs}) {
		const ask = (agesSeconds: readonly number[]) =>
			readPast(
				asker,
				endMs,
				agesSeconds,
				pastWindowSeconds,
				questions => questions.latency?.(services, pastWindowSeconds) ?? null,
			);
		const days = await ask(earlierDays);
		if (days.instants.length > 0) return ok(middleLatency(days.instants));
		const hours = await ask(earlierHours);
		const error = days.error ?? hours.error;
		return hours.instants.length === 0 && error ? err(error) : ok(middleLatency(hours.instants));
	},
	dueAtMs: ({answeredAtMs, isOk}) => answeredAtMs + (isOk ? everyMs : retryMs),
};

/** Histograms of the past, without versions; null before the first answer. */
export function pastLatencyOf(metrics: MetricsState): readonly LatencySample[] | null {
	return toldBy(pastLatency, metrics);
}
