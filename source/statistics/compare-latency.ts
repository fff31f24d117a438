import type {Bucket} from '../domain/signals.ts';
import {compareProportions, isBeyondChance, type ProportionComparison} from './compare-proportions.ts';
import {shareAbove} from './histogram.ts';

/** The shares (0–1) of both versions' requests that took longer than a bound. */
export interface SlowShare {
	/** A bound of the histogram, milliseconds. */
	readonly boundMs: number;
	readonly shares: ProportionComparison;
	/** The least difference of the shares that counts as slower. */
	readonly leastDifference: number;
}

/** Mean rates by duration of both versions over the same seconds. */
export interface BothHistograms {
	readonly canary: readonly Bucket[];
	readonly stable: readonly Bucket[];
	readonly seconds: number;
}

/** Which of the histogram's bounds is used: the one that the usual share of stable's requests exceeds. */
interface BoundRule {
	readonly usual: number;
	readonly low: number;
	readonly high: number;
	/** Slower means a difference of more than `absolute`, plus this part of stable's own share. */
	readonly absolute: number;
	readonly relative: number;
}

const slow: BoundRule = {usual: 0.05, low: 0.01, high: 0.15, absolute: 0.005, relative: 0.2};
const verySlow: BoundRule = {usual: 0.01, low: 0.001, high: 0.02, absolute: 0.0025, relative: 0.2};

/** Compares how many requests of each version are slow, and how many are very slow: above the bounds that about
 * 5 % and 1 % of stable's own requests exceed over the same period. Empty where there are no requests on one side,
 * or where no bound tells stable's fast requests from its slow ones. */
export function compareLatency({canary, stable, seconds}: BothHistograms): readonly SlowShare[] {
	const first = boundOf(stable, slow, 0) ?? lowestBound(stable);
	if (!first) return [];
	const second = boundOf(stable, verySlow, first.boundMs);
	const isFarther = second !== null && second.share <= first.share / 2;
	return [
		...sharesAbove({canary, stable, seconds}, first.boundMs, slow),
		...(isFarther ? sharesAbove({canary, stable, seconds}, second.boundMs, verySlow) : []),
	];
}

/** Whether more of the canary's requests are slow, beyond chance and by more than the least difference that counts:
 * the whole 95 % interval lies above it, over at least three windows that do not overlap. */
export function isSlower({shares, leastDifference}: SlowShare, windows: number): boolean {
	return isBeyondChance(shares, windows) && shares.interval.low > leastDifference;
}

interface Bound {
	readonly boundMs: number;
	readonly share: number;
}

function boundOf(stable: readonly Bucket[], rule: BoundRule, aboveMs: number): Bound | null {
	const within = boundsOf(stable).filter(
		({boundMs, share}) => boundMs > aboveMs && share >= rule.low && share <= rule.high,
	);
	const distance = ({share}: Bound) => Math.abs(Math.log(share / rule.usual));
	return within.toSorted((one, other) => distance(one) - distance(other))[0] ?? null;
}

/** Where buckets are so wide that no bound has a usual share: the lowest one that few of stable's requests exceed. */
function lowestBound(stable: readonly Bucket[]): Bound | null {
	return boundsOf(stable).find(({share}) => share <= slow.high) ?? null;
}

function boundsOf(buckets: readonly Bucket[]): readonly Bound[] {
	return buckets.flatMap(({upperMs}) => {
		const share = Number.isFinite(upperMs) ? shareAbove(buckets, upperMs) : 'unknown';
		return share === 'unknown' ? [] : [{boundMs: upperMs, share}];
	});
}

function sharesAbove(
	{canary, stable, seconds}: BothHistograms,
	boundMs: number,
	{absolute, relative}: BoundRule,
): readonly SlowShare[] {
	const shares = [canary, stable].map(buckets => shareAbove(buckets, boundMs));
	const [canaryShare, stableShare] = shares;
	if (typeof canaryShare !== 'number' || typeof stableShare !== 'number') return [];
	const tally = (buckets: readonly Bucket[], share: number) => {
		const requests = (buckets.at(-1)?.perSecond ?? 0) * seconds;
		return {requests, failures: requests * share};
	};
	const compared = compareProportions(tally(canary, canaryShare), tally(stable, stableShare));
	if (compared === 'noTraffic') return [];
	return [{boundMs, shares: compared, leastDifference: absolute + relative * stableShare}];
}
