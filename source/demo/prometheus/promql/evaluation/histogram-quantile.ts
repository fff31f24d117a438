import {type Labels, omitLabels, signature} from '../labels.ts';
import type {Vector} from '../values.ts';

/** Prometheus' `histogram_quantile` over classic buckets: one sample per label set without `le`, interpolated
 * linearly within the bucket. NaN without observations; the last finite bound when the quantile is above it. */
export const histogramQuantile = (quantile: number, vector: Vector): Vector => {
	const groups = new Map<string, {readonly labels: Labels; readonly buckets: Bucket[]}>();
	for (const {labels, value} of vector) {
		const upperBound = parseBound(labels.le);
		if (upperBound === undefined) continue;
		const group = omitLabels(labels, ['__name__', 'le']);
		const key = signature(group);
		const known = groups.get(key) ?? {labels: group, buckets: []};
		groups.set(key, known);
		known.buckets.push({upperBound, count: value});
	}
	return [...groups.values()].map(({labels, buckets}) => ({labels, value: quantileOf(quantile, buckets)}));
};

interface Bucket {
	readonly upperBound: number;
	readonly count: number;
}

const parseBound = (le: string | undefined): number | undefined => {
	if (le === undefined) return undefined;
	if (/^[+]?inf$/i.test(le)) return Number.POSITIVE_INFINITY;
	const bound = Number(le);
	return le.trim() === '' || Number.isNaN(bound) ? undefined : bound;
};

const quantileOf = (quantile: number, unsorted: readonly Bucket[]): number => {
	if (Number.isNaN(quantile)) return Number.NaN;
	if (quantile < 0) return Number.NEGATIVE_INFINITY;
	if (quantile > 1) return Number.POSITIVE_INFINITY;
	const buckets = monotone(coalesced([...unsorted].sort((a, b) => a.upperBound - b.upperBound)));
	const last = buckets.at(-1);
	if (buckets.length < 2 || last?.upperBound !== Number.POSITIVE_INFINITY) return Number.NaN;
	if (last.count === 0) return Number.NaN;

	const rank = quantile * last.count;
	const found = buckets.slice(0, -1).findIndex(({count}) => count >= rank);
	if (found === -1) return buckets.at(-2)?.upperBound ?? Number.NaN;
	const {upperBound, count} = buckets[found] as Bucket;
	if (found === 0 && upperBound <= 0) return upperBound;
	const below = found === 0 ? {upperBound: 0, count: 0} : (buckets[found - 1] as Bucket);
	return below.upperBound + (upperBound - below.upperBound) * ((rank - below.count) / (count - below.count));
};

const coalesced = (buckets: readonly Bucket[]): readonly Bucket[] => {
	const merged: Bucket[] = [];
	for (const bucket of buckets) {
		const last = merged.at(-1);
		if (last?.upperBound === bucket.upperBound) {
			merged[merged.length - 1] = {...last, count: last.count + bucket.count};
		} else merged.push(bucket);
	}
	return merged;
};

/** A scrape between two updates can give a bucket a lower count than the bucket before it. */
const monotone = (buckets: readonly Bucket[]): readonly Bucket[] => {
	let highest = Number.NEGATIVE_INFINITY;
	return buckets.map(({upperBound, count}) => {
		highest = Math.max(highest, count);
		return {upperBound, count: highest};
	});
};
