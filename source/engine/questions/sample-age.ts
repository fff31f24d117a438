import {ok} from '../../domain/result.ts';
import type {MetricsState} from '../state/state.ts';
import {pollSeconds} from './poll-seconds.ts';
import {answerOf, type MetricsQuestion, toldBy} from './question.ts';

/** The newest sample's time by the server's clock, milliseconds since the epoch; null when none is current. A question that
 * fails says nothing of the samples: their age simply goes on growing. */
export const sampleAge: MetricsQuestion<true, number | null> = {
	id: 'sample-age',
	wanted: (_interest, {metrics: {source}}) => (source ? true : null),
	keyOf: () => '',
	covers: () => true,
	async ask(asker) {
		const answer = await asker.instant(questions => questions.newestSample());
		if (!answer.ok) return answer;
		// Of several meshes the one whose samples are the oldest: figures of each are on screen.
		const times = answer.value.map(({value}) => value);
		return ok(times.reduce((one, other) => (one === null || other === null ? null : Math.min(one, other))));
	},
	dueAtMs: ({begunAtMs}, state) => begunAtMs + pollSeconds(state) * 1000,
};

/** By the server's clock; null where none is current and before it is known. */
export function newestSampleMs(metrics: MetricsState): number | null {
	return toldBy(sampleAge, metrics);
}

/** Whether it was answered, be it that there is no sample. */
export function isAgeKnown(metrics: MetricsState): boolean {
	return (answerOf(sampleAge, metrics)?.told ?? null) !== null;
}
