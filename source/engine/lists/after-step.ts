import type {Step} from '../state/screen-state.ts';

/** The place after a step from place `at`, from 0 to `last`; a page has so many places. */
export function afterStep(at: number, by: Step, {page, last}: {readonly page: number; readonly last: number}): number {
	const wanted = {
		previous: at - 1,
		next: at + 1,
		up: at - 1,
		down: at + 1,
		pageUp: at - page,
		pageDown: at + page,
		first: 0,
		last,
	}[by];
	return Math.max(0, Math.min(last, wanted));
}
