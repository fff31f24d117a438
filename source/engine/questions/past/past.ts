import {err, ok} from '../../../domain/result.ts';
import type {TrafficSample} from '../../../domain/signals/signals.ts';
import type {MeshQuery, MeshQuestions} from '../../../meshes/contract.ts';
import type {MetricsError} from '../../../ports/metrics.ts';
import {type Asker, togetherOver} from '../../queries/asker.ts';
import {maximumBytes} from '../../queries/read-traffic.ts';
import type {Measured, MetricsState} from '../../state/metrics-state.ts';
import {trafficOf} from '../poll.ts';
import {type MetricsQuestion, toldBy} from '../question.ts';
import {middleOf} from './middle-of-past.ts';

const hourSeconds = 3_600;
const daySeconds = 24 * hourSeconds;

/** The same minutes of earlier days, since traffic and failures follow the hours of a day. */
export const earlierDays = [1, 2, 3].map(days => days * daySeconds);
/** Asked only of a Prometheus that has no earlier day. */
export const earlierHours = [1, 2, 3].map(hours => hours * hourSeconds);

/** Rates of the past are taken over this long, so that an hour with few requests still tells something. */
export const pastWindowSeconds = 900;

export const everyMs = 600_000;
export const retryMs = 60_000;

interface PastAsked {
	readonly endMs: number;
	/** It is configured somewhere what a failure is: which time is the middle one is then known only row by row. */
	readonly keepsTimes: boolean;
}

/** What is usual for each service. */
export interface Past {
	/** Which times were read: those of earlier days, else of the last hours. */
	readonly of: 'days' | 'hours';
	/** The middle one of those times, series by series, without versions; rates over `pastWindowSeconds`. */
	readonly traffic: readonly TrafficSample[];
	/** All of those times, where they are kept. */
	readonly times?: readonly Measured<readonly TrafficSample[]>[];
	/** Two windows before the poll at which it was asked: whether trouble began before perch did. Null where that could
	 * not be read. */
	readonly before: Measured<readonly TrafficSample[]> | null;
}

/** Asks what is usual for each service: few instants of the past, one after another, so that no more than one such
 * query is under way. */
export const past: MetricsQuestion<PastAsked, Past> = {
	id: 'past',
	wanted({hasFailureRules}, {metrics}) {
		const traffic = metrics.source && trafficOf(metrics);
		return traffic && {endMs: traffic.atMs, keepsTimes: hasFailureRules};
	},
	keyOf: () => '',
	covers: (earlier, wanted) => earlier.keepsTimes || !wanted.keepsTimes,
	async ask(asker, {endMs, keepsTimes}) {
		const ask = (agesSeconds: readonly number[], windowSeconds: number) =>
			readPast(asker, endMs, agesSeconds, windowSeconds, questions => questions.traffic(windowSeconds));
		const ofTimes = (times: readonly Measured<readonly TrafficSample[]>[]) => ({
			traffic: middleOf(times),
			...(keepsTimes && {times}),
		});
		const recent = await ask([2 * asker.windowSeconds], asker.windowSeconds);
		const before = recent.instants[0] ?? null;
		const days = await ask(earlierDays, pastWindowSeconds);
		if (days.instants.length > 0) return ok({of: 'days', ...ofTimes(days.instants), before});
		const hours = await ask(earlierHours, pastWindowSeconds);
		if (hours.instants.length > 0) return ok({of: 'hours', ...ofTimes(hours.instants), before});
		const error = days.error ?? hours.error;
		return error ? err(error) : ok({of: 'hours', traffic: [], before});
	},
	dueAtMs: ({answeredAtMs, isOk}) => answeredAtMs + (isOk ? everyMs : retryMs),
};

/** Null before the first answer. */
export function pastOf(metrics: MetricsState): Past | null {
	return toldBy(past, metrics);
}

/** Asks one instant after another; gives those that have samples, and the last failure. */
export async function readPast<S extends object>(
	asker: Asker,
	endMs: number,
	agesSeconds: readonly number[],
	windowSeconds: number,
	query: (questions: MeshQuestions) => MeshQuery<readonly S[]> | null,
): Promise<{readonly instants: readonly Measured<readonly S[]>[]; readonly error: MetricsError | null}> {
	const instants: Measured<readonly S[]>[] = [];
	let error: MetricsError | null = null;
	for (const ageSeconds of agesSeconds) {
		const atMs = Math.floor(endMs / 1000 - ageSeconds) * 1000;
		const answer = await asker.range(query, {startMs: atMs, endMs: atMs, stepSeconds: windowSeconds, maximumBytes});
		if (answer.ok) instants.push(...togetherOver(answer.value).filter(({value}) => value.length > 0));
		else error = answer.error;
	}
	return {instants, error};
}
