import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {unansweredBecause} from '../evidence/freshness.ts';
import type {State} from '../state/state.ts';

/** What perch is doing until the API server answers: `reading the Events of shop …`; and why nothing comes, where that is
 * known, for the dots promise an answer. */
export function awaited(state: State, what: SafeText): SafeText {
	const because = unansweredBecause(state);
	return because === null ? safe`${what} …` : safe`${what}: ${because} — trying again`;
}
