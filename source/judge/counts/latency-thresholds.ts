import type {CumulativeCount} from '../../statistics/histogram.ts';

/** The bounds above which requests count as slow and as very slow; null where there is none. */
export interface LatencyThresholds {
	readonly slowMs: number | null;
	readonly verySlowMs: number | null;
}

const leastRequests = 1_000;

/** Chooses the bounds from stable's past before the canary, so that the canary has no say in them: cumulative counts by
 * upper bound, ascending, the last one to infinity. With an objective (milliseconds) slow is the first bound that is
 * not below it; without one, the bound that about 5 % of stable's requests exceed. Very slow is a later one, which
 * about 1 % exceed and at most half as many as slow's. */
export function latencyThresholds(past: readonly CumulativeCount[], objectiveMs: number | null): LatencyThresholds {
	const requests = past.at(-1)?.cumulative ?? 0;
	if (!(requests >= leastRequests)) return {slowMs: null, verySlowMs: null};
	const bounds = past
		.filter(({upperMs}) => Number.isFinite(upperMs))
		.map(({upperMs, cumulative}) => ({upperMs, share: (requests - cumulative) / requests}));
	const slow = objectiveMs === null ? slowByShare(bounds) : bounds.find(({upperMs}) => upperMs >= objectiveMs);
	if (slow === undefined) return {slowMs: null, verySlowMs: null};
	const later = bounds.filter(({upperMs, share}) => upperMs > slow.upperMs && share <= slow.share / 2);
	return {
		slowMs: slow.upperMs,
		verySlowMs: nearest(later, {least: 0.001, most: 0.02, usual: 0.01})?.upperMs ?? null,
	};
}

interface Bound {
	readonly upperMs: number;
	/** Of stable's requests above it, 0–1. */
	readonly share: number;
}

function slowByShare(bounds: readonly Bound[]): Bound | undefined {
	// Where buckets are so wide that no bound has a usual share, one that few requests exceed is still better than none.
	return (
		nearest(bounds, {least: 0.01, most: 0.15, usual: 0.05}) ?? bounds.find(({share}) => share > 0 && share <= 0.15)
	);
}

interface Shares {
	readonly least: number;
	readonly most: number;
	readonly usual: number;
}

function nearest(bounds: readonly Bound[], {least, most, usual}: Shares): Bound | undefined {
	const distance = ({share}: Bound) => Math.abs(Math.log(share / usual));
	return bounds
		.filter(({share}) => share >= least && share <= most)
		.toSorted((one, other) => distance(one) - distance(other))[0];
}
