import {type CumulativeCount, minimumRequests} from './histogram.ts';

/** Two-sided 95 %. */
const z95 = 1.959963984540054;

/** A latency: a value, or no more than that it lies above the last finite bound. */
export type QuantileBound =
	| {readonly kind: 'value'; readonly valueMs: number}
	| {readonly kind: 'aboveLastBound'; readonly boundMs: number};

export interface QuantileInterval {
	readonly estimate: QuantileBound;
	readonly low: QuantileBound;
	readonly high: QuantileBound;
}

/** A quantile (0–1, both excluded) of counted requests with its 95 % interval (Woodruff's: the quantiles at the ends of
 * the interval of the share). `phi` is the variance of counts over that of independent requests: so many times fewer
 * requests does it know. Null where those are too few for the quantile (`minimumRequests`), and for a histogram without
 * a bucket to infinity. */
export function quantileInterval(
	counts: readonly CumulativeCount[],
	{quantile, phi}: {readonly quantile: number; readonly phi: number},
): QuantileInterval | null {
	const last = counts.at(-1);
	if (last === undefined || last.upperMs !== Number.POSITIVE_INFINITY || counts.length < 2) return null;
	const requests = last.cumulative;
	if (!(requests / phi >= minimumRequests(quantile))) return null;
	const reach = z95 * Math.sqrt((phi * quantile * (1 - quantile)) / requests);
	const at = (share: number) => valueAt(counts, Math.min(1, Math.max(0, share)) * requests);
	return {estimate: at(quantile), low: at(quantile - reach), high: at(quantile + reach)};
}

function valueAt(counts: readonly CumulativeCount[], rank: number): QuantileBound {
	const index = counts.findIndex(({cumulative}) => cumulative >= rank);
	const bucket = counts[index] ?? {upperMs: Number.POSITIVE_INFINITY, cumulative: rank};
	const before = counts[index - 1] ?? {upperMs: 0, cumulative: 0};
	if (bucket.upperMs === Number.POSITIVE_INFINITY) return {kind: 'aboveLastBound', boundMs: before.upperMs};
	const inBucket = bucket.cumulative - before.cumulative;
	const part = inBucket > 0 ? (rank - before.cumulative) / inBucket : 0;
	return {kind: 'value', valueMs: before.upperMs + (bucket.upperMs - before.upperMs) * part};
}
