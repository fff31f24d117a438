/** What happens in a release, and how it is counted. Ratios are 0–1, seconds count from its start and are below 0 in the
 * hour before it. */
export interface World {
	/** Of both versions together. */
	readonly requestsPerSecond: number;
	/** The canary's share of requests. */
	readonly weightAt: (seconds: number) => number;
	readonly stableRatioAt: (seconds: number) => number;
	/** Of one of its pods, which are counted from 0. */
	readonly canaryRatioAt: (seconds: number, pod: number) => number;
	readonly failures: Failures;
	/** How much the failure ratios of pods differ, as standard deviation over mean. */
	readonly podsDiffer: {readonly lasting: number; readonly inEachRow: number};
	readonly counting: Counting;
	/** For so long after the start the canary's pods are warming up. */
	readonly warmSeconds: number;
}

/** Failures are independent; or come in bursts that hit one pod at once; or each failed call is made three times. */
type Failures = 'single' | 'inBursts' | 'retried';

/** Each failure is counted once; or in four looks, as windows of `increase()` overlap; or scrapes are late and counters
 * lose what a restarted pod had counted. */
export type Counting = 'once' | 'overlapping' | 'lateOrLost';

export const rowSeconds = 15;
export const releaseSeconds = 7_200;
export const pastSeconds = 3_600;
export const canaryPods = 2;
export const stablePods = 20;

const usualRatio = 0.005;

/** 1,000 requests a second, a canary with 5 % of them, and 5 in 1,000 that fail, unless something else is said. */
export function worldOf(different: Partial<World>): World {
	const stableRatioAt = different.stableRatioAt ?? (() => usualRatio);
	return {
		requestsPerSecond: 1_000,
		weightAt: () => 0.05,
		stableRatioAt,
		canaryRatioAt: stableRatioAt,
		failures: 'single',
		podsDiffer: {lasting: 0, inEachRow: 0},
		counting: 'once',
		warmSeconds: 0,
		...different,
	};
}
