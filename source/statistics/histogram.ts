import type {Bucket} from '../domain/signals.ts';

/** A latency read out of a histogram. */
export type Quantile =
	| {readonly kind: 'value'; readonly valueMs: number}
	/** Slower than the histogram can tell: it lies above the last finite bound. */
	| {readonly kind: 'aboveLastBound'; readonly boundMs: number}
	/** No requests, or no histogram: no bucket to infinity, or counts that are no numbers. */
	| {readonly kind: 'noData'};

/**
 * The quantile (0–1, both excluded) of cumulative buckets, by linear interpolation within a bucket like Prometheus'
 * `histogram_quantile`; but where that answers with the last finite bound, this says that the value lies above it.
 */
export function histogramQuantile(buckets: readonly Bucket[], quantile: number): Quantile {
	const counts = cumulativeCounts(buckets);
	const total = totalOf(counts);
	if (total === null) return {kind: 'noData'};
	const rank = quantile * total;
	const index = counts.findIndex(({cumulative}) => cumulative >= rank);
	const bucket = counts[index];
	const before = counts[index - 1] ?? {upperMs: 0, cumulative: 0};
	if (bucket === undefined) return {kind: 'noData'};
	if (bucket.upperMs === Number.POSITIVE_INFINITY) {
		return index === 0 ? {kind: 'noData'} : {kind: 'aboveLastBound', boundMs: before.upperMs};
	}
	const part = (rank - before.cumulative) / (bucket.cumulative - before.cumulative);
	return {kind: 'value', valueMs: before.upperMs + (bucket.upperMs - before.upperMs) * part};
}

/**
 * The share (0–1) of requests slower than a bound, by linear interpolation within the bucket that holds it; `unknown`
 * without requests, and for a bound above the last finite one while requests lie up there.
 */
export function shareAbove(buckets: readonly Bucket[], boundMs: number): number | 'unknown' {
	const counts = cumulativeCounts(buckets);
	const total = totalOf(counts);
	const index = counts.findIndex(({upperMs}) => upperMs >= boundMs);
	const bucket = counts[index];
	if (total === null || bucket === undefined) return 'unknown';
	const before = counts[index - 1] ?? {upperMs: 0, cumulative: 0};
	if (bucket.upperMs === Number.POSITIVE_INFINITY) return before.cumulative === total ? 0 : 'unknown';
	const part = (boundMs - before.upperMs) / (bucket.upperMs - before.upperMs);
	const atOrBelow = before.cumulative + (bucket.cumulative - before.cumulative) * Math.max(0, part);
	return (total - atOrBelow) / total;
}

/**
 * Requests needed before a quantile (0–1) is worth showing: with fewer, the chance that not one of them lies above it is
 * over 5 %, and the figure would be nothing but the slowest request. 5 for p50, 29 for p90, 59 for p95, 299 for p99.
 */
export function minimumRequests(quantile: number): number {
	return Math.ceil(Math.log(0.05) / Math.log(quantile));
}

interface CumulativeCount {
	readonly upperMs: number;
	readonly cumulative: number;
}

// Series of one histogram are scraped and rounded apart, so that a count can fall by a hair: it never does in truth.
function cumulativeCounts(buckets: readonly Bucket[]): readonly CumulativeCount[] {
	let highest = 0;
	return buckets.map(({upperMs, perSecond}) => {
		highest = Math.max(highest, perSecond);
		return {upperMs, cumulative: highest};
	});
}

function totalOf(counts: readonly CumulativeCount[]): number | null {
	const last = counts.at(-1);
	if (last === undefined || last.upperMs !== Number.POSITIVE_INFINITY) return null;
	return last.cumulative > 0 && Number.isFinite(last.cumulative) ? last.cumulative : null;
}
