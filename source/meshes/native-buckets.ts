import type {NativeBucket, NativeHistogram} from '../domain/signals/metric-sample.ts';
import type {Bucket} from '../domain/signals/signals.ts';

/**
 * A native histogram as cumulative rates by upper bound, ascending, the last one to infinity. `unitMs`: what a bound of 1
 * is, in milliseconds. Its own bounds are powers of a root of 2, and only those are told between which there was
 * something. Here they are the same at all times and for all versions, so that they can be compared: 8 for each doubling
 * or as many as it has, from about 1 ms to a minute. Each of them is one of its own, so that no count is guessed.
 */
export function bucketsOfNative({count, buckets}: NativeHistogram, unitMs: number): readonly Bucket[] {
	const perDoubling = perDoublingOf(buckets);
	const bounds = perDoubling === null ? ownBounds(buckets) : gridOf(Math.min(perDoubling, mostPerDoubling), unitMs);
	const finite = bounds.map(bound => ({upperMs: bound * unitMs, perSecond: countUpTo(buckets, bound)}));
	return [...finite, {upperMs: Number.POSITIVE_INFINITY, perSecond: count}];
}

const mostPerDoubling = 8;
/** From 1 ms on. */
const doublings = 16;
/** Tells different bounds apart, and not one that was computed in two ways. */
const nearly = 1e-9;

/** How many buckets there are from 1 to 2: 8, 4, …, 1, and 0.5 where each spans two doublings. Null where the bounds were
 * chosen by hand. */
function perDoublingOf(buckets: readonly NativeBucket[]): number | null {
	const positive = buckets.filter(({low}) => low > 0);
	if (positive.length < buckets.filter(({high}) => high > zeroWidth).length) return null;
	let found = mostPerDoubling;
	for (const {low, high} of positive) {
		const own = 2 ** Math.round(Math.log2(1 / Math.log2(high / low)));
		if (Math.abs(high / low / 2 ** (1 / own) - 1) > nearly) return null;
		found = own;
	}
	return found;
}

/** The bucket around zero is no wider, unless somebody set it so. */
const zeroWidth = 1e-6;

function gridOf(perDoubling: number, unitMs: number): readonly number[] {
	const first = Math.floor(Math.log2(1 / unitMs) * perDoubling);
	return Array.from({length: doublings * perDoubling + 1}, (_, at) => 2 ** ((first + at) / perDoubling));
}

/** Both ends of each bucket: between them is nothing. */
function ownBounds(buckets: readonly NativeBucket[]): readonly number[] {
	const ends = buckets.flatMap(({low, high}) => [low, high]).filter(end => Number.isFinite(end) && end > 0);
	return [...new Set(ends)].sort((one, other) => one - other);
}

function countUpTo(buckets: readonly NativeBucket[], bound: number): number {
	return buckets.reduce((sum, {high, count}) => (high <= bound * (1 + nearly) ? sum + count : sum), 0);
}
