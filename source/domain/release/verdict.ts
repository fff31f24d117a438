import type {SafeText} from '../text/safe-text.ts';

/** What the evidence says of a canary beside its stable version, as data; the sentences are in the screens' room. It
 * never says that a canary is well: perch finds harm, it does not give permission. Times are the server's,
 * milliseconds; ratios and shares are 0–1. */
export type Verdict =
	| WorseVerdict
	/** Both versions fail, or are slow, clearly more often than stable was in the hour before the canary. */
	| {
			readonly kind: 'bothBad';
			readonly by: 'errors' | 'latency';
			readonly stableRatio: number;
			readonly stableRatioBefore: number;
	  }
	/** It was worse, and is not any more. */
	| {
			readonly kind: 'wasWorse';
			readonly fromMs: number;
			readonly toMs: number;
			/** False while no requests to it are judged since. */
			readonly isJudgedNow: boolean;
			readonly underWay: EvidenceUnderWay | null;
	  }
	/** A difference of more than this would have been seen; a smaller one may be there. */
	| {
			readonly kind: 'noHarm';
			readonly aboveRatio: number;
			/** Whether the same can be said of latency. */
			readonly latency: 'noHarm' | 'notYet' | 'notMeasured';
			/** When it was worse within the last hour; null where it was not. */
			readonly wasWorse: {readonly fromMs: number; readonly toMs: number} | null;
			readonly underWay: EvidenceUnderWay | null;
	  }
	/** Too few requests to the canary for any statement. */
	| {
			readonly kind: 'tooFew';
			/** To pods that are warmed up; null where no row of the evidence lies wholly after the last change of the weight. */
			readonly requests: number | null;
			/** There are requests, but the pods that get them have only just come. */
			readonly isWarmingUp: boolean;
			/** About how long it takes until there are enough, if the canary fails like stable; null where that cannot
			 * be said: nothing is sent to it. */
			readonly minutesLeft: number | null;
			/** Since when requests are counted anew: the weight or the pods changed; null where none did. */
			readonly anewSinceMs: number | null;
			readonly underWay: EvidenceUnderWay | null;
	  }
	/** The evidence is not read yet; `problem`: why it cannot be. */
	| {readonly kind: 'notJudged'; readonly problem: SafeText | null}
	| {readonly kind: 'cannotCompare'; readonly because: Incomparable};

export interface WorseVerdict {
	readonly kind: 'worse';
	readonly sinceMs: number;
	/** It was worse already in the first row that perch has: it may have been worse for longer. */
	readonly isSinceOpen: boolean;
	/** It was convicted before the weight or the pods changed, or before minutes that could not be read, and is not yet judged
	 * since then; null where it is. */
	readonly carriedSinceMs: number | null;
	/** At least one of the two is there. */
	readonly errors: ErrorEvidence | null;
	readonly latency: LatencyEvidence | null;
	/** Stable fails clearly more than before as well. */
	readonly stableRose: boolean;
}

export interface ErrorEvidence {
	readonly sinceMs: number;
	/** The ratio of failures of both versions since it is worse; null where no row tells: right after a change. */
	readonly ratios: RatioPair | null;
	/** In some stretch that ends now the canary failed at least this much more often than stable. */
	readonly atLeastRatio: number;
	/** Failed requests a minute that stable would not have had. */
	readonly extraPerMinute: Estimated;
	/** The same of each request to the canary, -1 to 1; null where no row tells: right after a change. */
	readonly excess: Estimated | null;
}

export interface RatioPair {
	readonly canary: number;
	readonly stable: number;
}

/** How many requests took longer than a bound of the histogram, and the quantiles of both sides. */
export interface LatencyEvidence {
	readonly sinceMs: number;
	readonly boundMs: number;
	/** The share of requests above the bound since it is worse; null where no row tells. */
	readonly ratios: RatioPair | null;
	readonly p95: QuantilePair;
	readonly p99: QuantilePair;
}

/** An estimate with the bounds of its interval. */
export interface Estimated {
	readonly estimate: number;
	readonly low: number;
	readonly high: number;
}

/** Evidence of harm that convicts nobody yet. */
export interface EvidenceUnderWay {
	readonly of: 'errors' | 'latency';
	/** The part (0–1) of what convicts, in logarithms. */
	readonly part: number;
	/** How much more often the canary fails, or is slow; a bound of -1 or 1 is none. Null where that cannot be said. */
	readonly excess: Estimated | null;
}

/** `text` is what the route or the metrics say, where they say it. */
export type Incomparable =
	/** The versions get different requests: `header route`, `mirror`. */
	| {readonly code: 'different-requests'; readonly text: SafeText}
	| {readonly code: 'one-name'; readonly text: SafeText}
	| {readonly code: 'several-meshes'; readonly text: SafeText}
	| {readonly code: 'no-service' | 'no-series' | 'no-metrics' | 'not-configured' | 'no-stable-requests'};

/** A quantile of each version, milliseconds; null where there are too few requests, or where it lies above the last
 * bound. */
export interface QuantilePair {
	readonly canaryMs: number | null;
	readonly stableMs: number | null;
}
