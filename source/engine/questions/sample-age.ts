import {ok} from '../../domain/result.ts';
import type {MetricsState} from '../state/metrics-state.ts';
import {pollSeconds} from './poll-seconds.ts';
import {answerOf, type MetricsQuestion, toldBy} from './question.ts';

/** The newest sample's time by the server's clock, milliseconds since the epoch; null when none is current. A
 * failed question tells nothing about the samples: their age goes on growing. */
export const sampleAge: MetricsQuestion<true, number | null> = {
	id: 'sample-age',
	wanted: (_interest, {metrics: {source}}) => (source ? true : null),
	keyOf: () => '',
	covers: () => true,
	inSilence: 'as usual',
	async ask(asker) {
		const answer = await asker.instant(questions => questions.newestSample());
		if (!answer.ok) return answer;
		// Of several meshes take the one whose samples are the oldest: figures of each are on screen.
		const times = answer.value.flatMap(({value}) => value ?? []);
		return ok(times.length === 0 ? null : Math.min(...times));
	},
	dueAtMs: ({begunAtMs}, state) => begunAtMs + pollSeconds(state) * 1000,
};

/** The newest sample's time by the server's clock; null where no sample is current, and before the first answer. */
export function newestSampleMs(metrics: MetricsState): number | null {
	return toldBy(sampleAge, metrics);
}

/** Whether the question was answered, even if the answer is that there is no sample. */
export function isAgeKnown(metrics: MetricsState): boolean {
	return (answerOf(sampleAge, metrics)?.told ?? null) !== null;
}
