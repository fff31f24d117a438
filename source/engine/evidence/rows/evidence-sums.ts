import type {EvidenceSums, VersionCounts} from '../../state/release-evidence.ts';

const none: VersionCounts = {requests: 0, failures: 0, counts: null};
export const noSums: EvidenceSums = {before: none, beside: none, canary: none};

/** The sums with what one more row adds to some of them. */
export function summedWith(sums: EvidenceSums, row: Partial<Record<keyof EvidenceSums, VersionCounts | null>>) {
	return {
		before: added(sums.before, row.before ?? none),
		beside: added(sums.beside, row.beside ?? none),
		canary: added(sums.canary, row.canary ?? none),
	};
}

function added(sum: VersionCounts, row: VersionCounts): VersionCounts {
	if (row.requests === 0) return sum;
	return {
		requests: sum.requests + row.requests,
		failures: sum.failures + row.failures,
		counts: addedCounts(sum.counts, row.counts),
	};
}

/** A histogram with other bounds begins the sum anew; one that is not told adds nothing. */
function addedCounts(sum: VersionCounts['counts'], row: VersionCounts['counts']): VersionCounts['counts'] {
	if (sum === null || row === null) return row ?? sum;
	if (sum.length !== row.length || sum.some(({upperMs}, at) => row[at]?.upperMs !== upperMs)) return row;
	return sum.map(({upperMs, cumulative}, at) => ({upperMs, cumulative: cumulative + (row[at]?.cumulative ?? 0)}));
}
