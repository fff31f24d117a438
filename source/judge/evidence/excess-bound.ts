import {lastAbove} from '../../statistics/last-above.ts';
import type {Counts} from '../counts/evidence-row.ts';
import {evidenceOverMargin} from './evidence-sum.ts';

/** How much more often (−1 to 1) the canary fails than stable: the mean over the rows that have requests of both; null
 * where none has. */
export function meanExcess(rows: readonly Counts[]): number | null {
	let extra = 0;
	let requests = 0;
	for (const row of rows) {
		if (!(row.canaryRequests > 0 && row.stableRequests > 0)) continue;
		extra += row.canaryFailures - (row.canaryRequests * row.stableFailures) / row.stableRequests;
		requests += row.canaryRequests;
	}
	return requests > 0 ? extra / requests : null;
}

/** One bound of how much more often (−1 to 1) the canary fails than stable, as a mean over the rows: true at all looks
 * together with a chance of at least 1 − `miss`, while traffic is split as it is, however stable's ratio moves. Rows are
 * those of one clock, without those in which pods warm up. Without enough evidence it is −1 or 1, which is no bound. */
export function excessBound(rows: readonly Counts[], miss: number, side: 'low' | 'high'): number {
	const level = Math.log(1 / miss);
	switch (side) {
		case 'low':
			return lastAbove({valueAt: evidenceOverMargin(rows, 'harm'), from: -1, to: 1}, level) ?? -1;
		case 'high': {
			const evidence = evidenceOverMargin(rows, 'noHarm');
			const mirrored = lastAbove({valueAt: margin => evidence(-margin), from: -1, to: 1}, level);
			return mirrored === null ? 1 : -mirrored;
		}
	}
}
