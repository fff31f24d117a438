/** A figure with its interval. */
export interface Estimate {
	readonly estimate: number;
	readonly low: number;
	readonly high: number;
}

/** What a verdict costs, in requests that fail and would not fail on stable. */
export interface PressOrWait {
	/** During the wait, at the present weight. */
	readonly wait: Estimate;
	/** During the same time at the next weight; null where there is no next step. */
	readonly promote: Estimate | null;
	/** Until going back takes effect. */
	readonly back: Estimate;
}

export interface PressOrWaitInput {
	/** How much more often the canary fails than stable, −1 to 1. */
	readonly excess: Estimate;
	readonly canaryRequestsPerSecond: number;
	readonly totalRequestsPerSecond: number;
	/** The canary's share at the next step, 0–1. */
	readonly nextWeight: number | null;
	/** How long going back took in the past, the fastest and the slowest. */
	readonly backSeconds: readonly number[];
	readonly waitSeconds: number;
}

/** Compares pressing with waiting. An excess below 0 costs nothing: perch does not count a canary's good figures
 * against a wait. */
export function pressOrWait(input: PressOrWaitInput): PressOrWait {
	const {canaryRequestsPerSecond, totalRequestsPerSecond, nextWeight, backSeconds, waitSeconds} = input;
	const excess = mapEstimate(input.excess, value => Math.max(0, value));
	const fastest = Math.min(...backSeconds);
	const slowest = Math.max(...backSeconds);
	const ofCanary = mapEstimate(excess, value => canaryRequestsPerSecond * value);
	return {
		wait: mapEstimate(ofCanary, perSecond => waitSeconds * perSecond),
		promote:
			nextWeight === null
				? null
				: mapEstimate(excess, value => waitSeconds * totalRequestsPerSecond * nextWeight * value),
		back: {
			estimate: ofCanary.estimate * ((fastest + slowest) / 2),
			low: ofCanary.low * fastest,
			high: ofCanary.high * slowest,
		},
	};
}

function mapEstimate({estimate, low, high}: Estimate, change: (value: number) => number): Estimate {
	return {estimate: change(estimate), low: change(low), high: change(high)};
}
