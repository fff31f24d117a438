import type {MetricSample, NativeHistogram} from '../domain/signals/metric-sample.ts';
import {type Bucket, type LatencySample, seriesKey} from '../domain/signals/signals.ts';
import {sumBuckets} from '../domain/signals/sum-buckets.ts';
import type {MeshAnswer} from './contract.ts';
import type {SeriesMeaning} from './meaning.ts';
import {bucketsOfNative} from './native-buckets.ts';
import {boundOf, bucketsOf, entry, isCount} from './samples.ts';

/** Turns rates by `le`, and native histograms, into a histogram of each identity, separately for each viewpoint.
 * `unitMs`: what a bound of 1 is, in milliseconds. Series without a meaning are counted as unmatched; those that are
 * `foreign` are left out. */
export function sumLatency(
	samples: readonly MetricSample[],
	meaningOf: (labels: MetricSample['labels']) => SeriesMeaning | 'foreign' | null,
	unitMs = 1,
): MeshAnswer<readonly LatencySample[]> {
	const sums = new Map<string, Sum>();
	let unmatched = 0;
	for (const {labels, value, histogram} of samples) {
		const bound = boundOf(labels.le);
		const isRead = histogram ? isSound(histogram) : bound !== null && isCount(value);
		const meaning = isRead ? meaningOf(labels) : null;
		if (meaning === 'foreign') continue;
		if (!meaning) {
			unmatched += 1;
			continue;
		}
		const {identity, viewpoint} = meaning;
		const sum = entry(sums, `${viewpoint} ${seriesKey(identity)}`, () => ({
			identity,
			viewpoint,
			rates: new Map<number, number>(),
			natives: [],
		}));
		if (histogram) sum.natives.push(histogram);
		else if (bound !== null) sum.rates.set(bound * unitMs, (sum.rates.get(bound * unitMs) ?? 0) + value);
	}
	const value = Array.from(sums.values(), ({identity, viewpoint, rates, natives}) => ({
		identity,
		viewpoint,
		buckets: bucketsOfBoth(rates, natives, unitMs),
	}));
	return {value, unmatched};
}

interface Sum extends SeriesMeaning {
	readonly rates: Map<number, number>;
	readonly natives: NativeHistogram[];
}

/** Where some pods have classic histograms and others native ones, only their common bounds are told. */
function bucketsOfBoth(
	rates: ReadonlyMap<number, number>,
	natives: readonly NativeHistogram[],
	unitMs: number,
): readonly Bucket[] {
	// One that holds nothing adds nothing, and would take bounds away.
	const told = natives.filter(({count}) => count > 0);
	const classic = rates.size > 0 ? [bucketsOf(rates)] : [];
	const all = [...classic, ...told.map(native => bucketsOfNative(native, unitMs))];
	return sumBuckets(all) ?? natives.slice(0, 1).flatMap(native => bucketsOfNative(native, unitMs));
}

function isSound({count, buckets}: NativeHistogram): boolean {
	return isCount(count) && buckets.every(bucket => isCount(bucket.count) && !Number.isNaN(bucket.high));
}
