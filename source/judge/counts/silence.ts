import type {Interval} from './evidence-row.ts';

/** For how long a version was not asked. */
export interface Silence {
	readonly canarySeconds: number;
	/** Only the time in which the canary was asked: it cannot be compared then. */
	readonly stableSeconds: number;
	/** The end of the last row with requests to the canary. */
	readonly canaryAskedMs: number | null;
}

export const noSilence: Silence = {canarySeconds: 0, stableSeconds: 0, canaryAskedMs: null};

/** From then on a version counts as silent. */
export const silentSeconds = 120;

export function silenceAfter(before: Silence, interval: Interval): Silence {
	const {seconds, endMs} = interval;
	const isCanaryAsked = interval.canaryRequests > 0;
	const isStableAsked = interval.stableRequests > 0;
	return {
		canarySeconds: isCanaryAsked ? 0 : before.canarySeconds + seconds,
		stableSeconds: isStableAsked ? 0 : before.stableSeconds + (isCanaryAsked ? seconds : 0),
		canaryAskedMs: isCanaryAsked ? endMs : before.canaryAskedMs,
	};
}
