import type {Bucket} from '../domain/signals/signals.ts';

/** A latency read from a histogram. */
export type Quantile =
	| {readonly kind: 'value'; readonly valueMs: number}
	/** The value is above the last finite bound; the histogram does not say by how much. */
	| {readonly kind: 'aboveLastBound'; readonly boundMs: number}
	/** No requests, or no valid histogram: no bucket to infinity, or counts that are not numbers. */
	| {readonly kind: 'noData'};

/** The quantile (0–1, both excluded) of cumulative buckets, by linear interpolation within a bucket like
 * Prometheus' `histogram_quantile`; but where Prometheus returns the last finite bound, this returns
 * `aboveLastBound`. */
export function histogramQuantile(buckets: readonly Bucket[], quantile: number): Quantile {
	const found = bucketOfQuantile(buckets, quantile);
	if (found === null) return {kind: 'noData'};
	const {rank, before, bucket} = found;
	if (bucket.upperMs === Number.POSITIVE_INFINITY) return {kind: 'aboveLastBound', boundMs: before.upperMs};
	const part = (rank - before.cumulative) / (bucket.cumulative - before.cumulative);
	return {kind: 'value', valueMs: before.upperMs + (bucket.upperMs - before.upperMs) * part};
}

/** A quantile as far as the histogram tells it: one in a first bucket that is this wide is only known to be below its
 * bound. Interpolated from 0 it would be a figure that nobody measured. */
export type ToldQuantile = Quantile | {readonly kind: 'belowFirstBound'; readonly boundMs: number};

/** Finer first buckets are narrower than what anybody reads out of a latency. */
const coarseMs = 50;

/** As `histogramQuantile`, for figures that people read. */
export function toldQuantile(buckets: readonly Bucket[], quantile: number): ToldQuantile {
	const found = histogramQuantile(buckets, quantile);
	const firstMs = buckets[0]?.upperMs ?? 0;
	return found.kind === 'value' && found.valueMs < firstMs && firstMs >= coarseMs
		? {kind: 'belowFirstBound', boundMs: firstMs}
		: found;
}

/** Where a quantile is drawn, milliseconds: at the bound beyond which the histogram tells nothing; null without data. */
export function drawnQuantile(buckets: readonly Bucket[], quantile: number): number | null {
	const found = toldQuantile(buckets, quantile);
	return found.kind === 'value' ? found.valueMs : found.kind === 'noData' ? null : found.boundMs;
}

/** Where a quantile lies: `rank` requests a second of all `total` are at most as slow. */
export interface QuantilePlace {
	readonly total: number;
	readonly rank: number;
	/** The bucket below, of 0 ms and 0 requests a second below the first one. */
	readonly before: CumulativeCount;
	/** The first bucket that holds the rank. */
	readonly bucket: CumulativeCount;
}

/** The bucket that holds a quantile (0–1, both excluded); null without requests or without a valid histogram. */
export function bucketOfQuantile(buckets: readonly Bucket[], quantile: number): QuantilePlace | null {
	const counts = cumulativeCounts(buckets);
	const total = totalOf(counts);
	if (total === null) return null;
	const rank = quantile * total;
	const index = counts.findIndex(({cumulative}) => cumulative >= rank);
	const bucket = counts[index];
	if (bucket === undefined || (index === 0 && bucket.upperMs === Number.POSITIVE_INFINITY)) return null;
	return {total, rank, before: counts[index - 1] ?? {upperMs: 0, cumulative: 0}, bucket};
}

/** The share (0–1) of requests slower than a bound, by linear interpolation within the bucket that holds it;
 * `unknown` without requests, and for a bound above the last finite one if requests lie above that one. */
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

/** The requests needed before a quantile (0–1) is worth showing: with fewer, the chance that none of them is above
 * the quantile is over 5 %, and the figure would only be the slowest request. 5 for p50, 29 for p90, 59 for p95,
 * 299 for p99. */
export function minimumRequests(quantile: number): number {
	return Math.ceil(Math.log(0.05) / Math.log(quantile));
}

export interface CumulativeCount {
	readonly upperMs: number;
	readonly cumulative: number;
}

/** The buckets as counts that never fall: the series of one histogram are scraped and rounded separately, so that a
 * count can seem to fall slightly. */
export function cumulativeCounts(buckets: readonly Bucket[]): readonly CumulativeCount[] {
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
