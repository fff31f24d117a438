import type {Result} from '../../domain/result.ts';
import type {InstantAnswer, MetricsError, MetricsPort, RangeAnswer} from '../../ports/metrics.ts';
import type {Spent} from '../state/metrics-state.ts';

/** The same Prometheus, with what its queries cost since perch began. What finds out about it when perch connects, names
 * and intervals, is not counted. */
export function countedPort(port: MetricsPort, spend: (more: Spent) => void): MetricsPort {
	const counted = <T extends InstantAnswer | RangeAnswer>(
		answer: Result<T, MetricsError>,
		samples: (told: T) => number,
	) => {
		const told = answer.ok ? {bytes: answer.value.bytes ?? 0, samples: samples(answer.value)} : {bytes: 0, samples: 0};
		spend({queries: 1, ...told});
		return answer;
	};
	return {
		...port,
		instant: async (query, signal) => counted(await port.instant(query, signal), ({samples}) => samples.length),
		range: async (query, signal) =>
			counted(await port.range(query, signal), ({instants}) =>
				instants.reduce((sum, {samples}) => sum + samples.length, 0),
			),
	};
}

export function sumOf(one: Spent, other: Spent): Spent {
	return {
		queries: one.queries + other.queries,
		bytes: one.bytes + other.bytes,
		samples: one.samples + other.samples,
	};
}
