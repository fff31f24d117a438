/** A clock runs while the same pods get the same share of traffic. Evidence of one says nothing of the next. */
export interface Clock {
	/** 1 for the first one of the release, 2 for the next. */
	readonly number: number;
	readonly startMs: number;
	/** Seconds that were observed in this release, over all its clocks. */
	readonly releaseSeconds: number;
	/** No row of it was seen yet. */
	readonly isNew: boolean;
}

export function firstClock(startMs: number): Clock {
	return {number: 1, startMs, releaseSeconds: 0, isNew: true};
}

export function nextClock({number, releaseSeconds}: Clock, startMs: number): Clock {
	return {number: number + 1, startMs, releaseSeconds, isNew: true};
}

/** The clock after a row of so many seconds. */
export function clockAfter(clock: Clock, seconds: number): Clock {
	return {...clock, releaseSeconds: clock.releaseSeconds + seconds, isNew: false};
}

/** The weight of all harm that begins with the next row: what is staked on it. Half is staked on the first rows of the
 * clocks, half on all others, the sooner the more; all weights of a release sum to at most 1. */
export function startWeight({number, releaseSeconds, isNew}: Clock, seconds: number): number {
	const spread = stakedUntil(releaseSeconds + seconds) - stakedUntil(releaseSeconds);
	return spread + (isNew ? 0.5 / (number * (number + 1)) : 0);
}

/** By then half of what is spread over the release has been staked. */
const halfStakedSeconds = 1800;

function stakedUntil(seconds: number): number {
	return (0.5 * seconds) / (seconds + halfStakedSeconds);
}
