import {measuredDifference} from './measured-difference.ts';

/** Failures among requests of one version over one window. Counts may be fractions: they come from rates. */
export interface Tally {
	readonly failures: number;
	readonly requests: number;
}

export interface Interval {
	readonly low: number;
	readonly high: number;
}

/** Ratios 0–1; `difference` is canary minus stable, between −1 and 1, with its 95 % interval. */
export interface ProportionComparison {
	readonly canaryRatio: number;
	readonly stableRatio: number;
	readonly difference: number;
	readonly interval: Interval;
}

/** Two-sided 95 %. */
const z95 = 1.959963984540054;

/** How much more often the canary fails than stable, over the same window; `noTraffic` if one of them got no
 * requests. The interval is Newcombe's hybrid score (method 10, Statistics in Medicine 1998): it is valid for few
 * events too. */
export function compareProportions(canary: Tally, stable: Tally): ProportionComparison | 'noTraffic' {
	const canaryInterval = wilsonInterval(canary);
	const stableInterval = wilsonInterval(stable);
	if (canaryInterval === 'noTraffic' || stableInterval === 'noTraffic') return 'noTraffic';
	const canaryRatio = ratioOf(canary);
	const stableRatio = ratioOf(stable);
	const difference = measuredDifference(canaryRatio, stableRatio);
	const below = Math.hypot(canaryRatio - canaryInterval.low, stableInterval.high - stableRatio);
	const above = Math.hypot(canaryInterval.high - canaryRatio, stableRatio - stableInterval.low);
	return {canaryRatio, stableRatio, difference, interval: {low: difference - below, high: difference + above}};
}

/** So many windows are enough to compare by: over fewer, a short burst looks like a bad version. */
export const leastWindows = 3;

/** How many of the windows do not overlap. They must be sorted by their ends, oldest first. */
export function separateWindows(windows: readonly {readonly atMs: number; readonly windowSeconds: number}[]): number {
	let count = 0;
	let endMs = Number.NEGATIVE_INFINITY;
	for (const {atMs, windowSeconds} of windows) {
		if (atMs - windowSeconds * 1000 < endMs) continue;
		count += 1;
		endMs = atMs;
	}
	return count;
}

/** Wilson's 95 % score interval of one ratio, within 0–1. */
export function wilsonInterval(tally: Tally): Interval | 'noTraffic' {
	const {requests} = tally;
	if (!(requests > 0) || !Number.isFinite(requests) || Number.isNaN(tally.failures)) return 'noTraffic';
	const ratio = ratioOf(tally);
	const zSquared = z95 * z95;
	const centre = ratio + zSquared / (2 * requests);
	const reach = z95 * Math.sqrt((ratio * (1 - ratio)) / requests + zSquared / (4 * requests * requests));
	const scale = 1 + zSquared / requests;
	// Use the exact ends for a ratio of 0 or 1; rounding would miss them slightly.
	const low = ratio === 0 ? 0 : Math.max(0, (centre - reach) / scale);
	const high = ratio === 1 ? 1 : Math.min(1, (centre + reach) / scale);
	return {low, high};
}

// Rounding can push one rate of a window above the other; keep the ratio within 0–1.
function ratioOf({failures, requests}: Tally): number {
	return Math.min(1, Math.max(0, failures / requests));
}
