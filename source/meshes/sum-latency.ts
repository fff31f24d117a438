import type {MetricSample} from '../domain/metric-sample.ts';
import {type LatencySample, seriesKey} from '../domain/signals.ts';
import type {MeshAnswer} from './contract.ts';
import {boundOf, bucketsOf, entry, isCount} from './samples.ts';
import type {SeriesMeaning} from './sum-traffic.ts';

/** Turns rates by `le` into a histogram of each identity, separately for each viewpoint. `unitMs`: what a bound of 1
 * is, in milliseconds. Series without a meaning are counted as unmatched; those that are `foreign` are left out. */
export function sumLatency(
	samples: readonly MetricSample[],
	meaningOf: (labels: MetricSample['labels']) => SeriesMeaning | 'foreign' | null,
	unitMs = 1,
): MeshAnswer<readonly LatencySample[]> {
	const histograms = new Map<string, SeriesMeaning & {readonly rates: Map<number, number>}>();
	let unmatched = 0;
	for (const {labels, value} of samples) {
		const bound = boundOf(labels.le);
		const meaning = bound === null || !isCount(value) ? null : meaningOf(labels);
		if (meaning === 'foreign') continue;
		if (!meaning || bound === null) {
			unmatched += 1;
			continue;
		}
		const {identity, viewpoint} = meaning;
		const {rates} = entry(histograms, `${viewpoint} ${seriesKey(identity)}`, () => ({
			identity,
			viewpoint,
			rates: new Map<number, number>(),
		}));
		const upperMs = bound * unitMs;
		rates.set(upperMs, (rates.get(upperMs) ?? 0) + value);
	}
	const value = Array.from(histograms.values(), ({identity, viewpoint, rates}) => ({
		identity,
		viewpoint,
		buckets: bucketsOf(rates),
	}));
	return {value, unmatched};
}
