import {excessBound} from './excess-bound.ts';
import {windowRows} from './harm-window.ts';
import type {Estimate} from './press-or-wait.ts';
import type {SignalState} from './signal-state.ts';

/** The chance that one of the two bounds is wrong. */
const shownMiss = 0.025;

/** How much more often (−1 to 1) the canary fails than stable, over the rows that "no harm above" is said of; null where
 * none of them has requests of both. */
export function presentExcess({window, rows}: SignalState): Estimate | null {
	const judged = window === null ? [] : windowRows(window, rows);
	const compared = judged.filter(({canaryRequests, stableRequests}) => canaryRequests > 0 && stableRequests > 0);
	if (compared.length === 0) return null;
	let extra = 0;
	let requests = 0;
	for (const row of compared) {
		extra += row.canaryFailures - (row.canaryRequests * row.stableFailures) / row.stableRequests;
		requests += row.canaryRequests;
	}
	return {
		estimate: extra / requests,
		low: excessBound(compared, shownMiss, 'low'),
		high: excessBound(compared, shownMiss, 'high'),
	};
}
