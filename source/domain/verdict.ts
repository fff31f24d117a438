import type {SafeText} from './safe-text.ts';

/** What the metrics say of a canary beside its stable version, as data; the sentences are in the screens' room. It
 * never says that a canary is well: perch finds harm, it does not give permission. Times are the server's,
 * milliseconds; ratios and shares are 0–1. */
export type Verdict =
	| WorseVerdict
	/** It was worse, and is not any more. */
	| {
			readonly kind: 'wasWorse';
			readonly fromMs: number;
			readonly toMs: number;
			/** False while there are too few windows to judge it again: after a change of the weight, or a gap. */
			readonly isJudgedNow: boolean;
	  }
	/** A difference of more than this would have been seen; a smaller one may be there. */
	| {readonly kind: 'noHarm'; readonly aboveRatio: number; readonly isLatencyJudged: boolean}
	/** Too few requests to the canary for any statement. */
	| {
			readonly kind: 'tooFew';
			/** Null where no window lies wholly after the last change of the weight. */
			readonly requests: number | null;
			/** How many of them failed, where that is beyond chance already, but over too short a time for a verdict. */
			readonly earlyFailures: number | null;
			/** About how long it takes until there are enough, if the canary fails like stable; null where that cannot
			 * be said: nothing is sent to it. */
			readonly minutesLeft: number | null;
	  }
	/** The canary fails like stable, and stable fails clearly more than before. */
	| {readonly kind: 'bothBad'; readonly stableRatio: number; readonly stableRatioBefore: number}
	| {readonly kind: 'cannotCompare'; readonly because: Incomparable};

export interface WorseVerdict {
	readonly kind: 'worse';
	/** The first observation from which on it stayed worse, without a gap; null where perch has only one period that
	 * shows it as a whole. */
	readonly sinceMs: number | null;
	/** It was worse already when it could first be judged: it may have been worse for longer. */
	readonly isSinceOpen: boolean;
	/** At least one of the two is there. */
	readonly errors: ErrorEvidence | null;
	readonly latency: LatencyEvidence | null;
	/** Stable fails clearly more than before as well. */
	readonly stableRose: boolean;
}

export interface ErrorEvidence {
	readonly canaryRatio: number;
	readonly stableRatio: number;
	/** Failed requests a minute that stable would not have had. */
	readonly extraPerMinute: number;
}

/** How many requests took longer than a bound of the histogram, and the quantiles of both sides. */
export interface LatencyEvidence {
	readonly boundMs: number;
	readonly canaryShare: number;
	readonly stableShare: number;
	readonly p95: QuantilePair;
	readonly p99: QuantilePair;
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
