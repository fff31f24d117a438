import type {Bucket} from './signals.ts';

/** The sum of cumulative histograms, ascending. Leaves out bounds that one of them lacks: its count below such a
 * bound is unknown, while counts at common bounds add up exactly. Null for no histograms. */
export function sumBuckets(histograms: readonly (readonly Bucket[])[]): readonly Bucket[] | null {
	const [only] = histograms;
	if (only === undefined) return null;
	if (histograms.length === 1) return only;
	const sums = new Map<number, {perSecond: number; times: number}>();
	for (const {upperMs, perSecond} of histograms.flat()) {
		const sum = sums.get(upperMs);
		if (sum) {
			sum.perSecond += perSecond;
			sum.times += 1;
		} else sums.set(upperMs, {perSecond, times: 1});
	}
	return Array.from(sums)
		.filter(([, {times}]) => times === histograms.length)
		.map(([upperMs, {perSecond}]) => ({upperMs, perSecond}))
		.sort((one, other) => one.upperMs - other.upperMs);
}
