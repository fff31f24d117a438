import type {MetricsError} from '../../ports/metrics.ts';
import {pollError} from '../questions/poll.ts';
import {answerOf} from '../questions/question.ts';
import {sampleAge} from '../questions/sample-age.ts';
import type {MetricsState} from '../state/metrics-state.ts';

/** Whether Prometheus answers nothing at all: neither the last poll, nor the last question about the age of its samples,
 * which is small. One that is only slow answers that. */
export function isSilent(metrics: MetricsState): boolean {
	return isNoAnswer(pollError(metrics)) && isNoAnswer(answerOf(sampleAge, metrics)?.error);
}

/** What failed for want of an answer is asked again at once. */
export function askedAgain(metrics: MetricsState, nowMs: number): MetricsState {
	const askings = Object.entries(metrics.askings).map(([id, asking]) => {
		const answers = Object.entries(asking.answers).map(([key, answer]) => [
			key,
			isNoAnswer(answer.error) ? {...answer, dueAtMs: nowMs} : answer,
		]);
		return [id, {...asking, answers: Object.fromEntries(answers)}];
	});
	return {...metrics, askings: Object.fromEntries(askings)};
}

/** Whether nobody answered, in time or at all. */
export function isNoAnswer(error: MetricsError | null | undefined): boolean {
	return error?.kind === 'timeout' || error?.kind === 'unreachable';
}
