import {excessBound, meanExcess} from '../evidence/excess-bound.ts';
import {windowRows} from './harm-window.ts';
import type {Estimate} from './press-or-wait.ts';
import type {SignalState} from './signal-state.ts';

/** The chance that one of the two bounds is wrong. */
const shownMiss = 0.025;

/** How much more often (−1 to 1) the canary fails than stable, over the rows that "no harm above" is said of; null where
 * none of them has requests of both. */
export function presentExcess({window, rows}: SignalState): Estimate | null {
	const judged = window === null ? [] : windowRows(window, rows);
	const estimate = meanExcess(judged);
	if (estimate === null) return null;
	return {
		estimate,
		low: excessBound(judged, shownMiss, 'low'),
		high: excessBound(judged, shownMiss, 'high'),
	};
}
