import type {Signal} from '../signal-parameters.ts';
import type {Estimate} from './press-or-wait.ts';

/** What the evidence of one signal says, as data. It never says that a canary is well. Ratios are 0–1. */
export type SignalVerdict =
	| {readonly kind: 'cannotCompare'; readonly because: WhyIncomparable}
	| WorseSignal
	/** Both versions fail clearly more than stable did before the release. */
	| {readonly kind: 'bothBad'; readonly stableRatio: number}
	/** A difference of more than this would have been seen; a smaller one may be there. */
	| {readonly kind: 'noHarmAbove'; readonly boundRatio: number; readonly requestsSeen: number}
	/** It was worse, and is not any more, but it is not yet known that there is no harm. */
	| ({readonly kind: 'wasWorse'; readonly fromMs: number; readonly toMs: number} & Progress)
	| ({readonly kind: 'tooFew'} & Progress);

export type VerdictKind = SignalVerdict['kind'];

export interface WorseSignal {
	readonly kind: 'worse';
	readonly signal: Signal;
	/** In some stretch that ends now the canary failed at least this much more often than stable. */
	readonly atLeastRatio: number;
	readonly sinceMs: number;
	/** Convicted before the weight or the pods changed; not yet judged since. */
	readonly isCarried: boolean;
	/** Requests a minute that fail and would not fail on stable, since the onset or the change after it. */
	readonly extraPerMinute: Estimate;
}

export type WhyIncomparable = {readonly kind: 'given'; readonly code: string} | {readonly kind: 'stableSilent'};

export interface Progress {
	/** Requests to the canary that are judged. */
	readonly requestsSeen: number;
	/** About how long until "no harm above" can be said, if the canary fails like stable; null without traffic. */
	readonly etaSeconds: number | null;
}

/** A stretch of harm that is over, or that was cut by a new clock. */
export interface PastStretch {
	readonly signal: Signal;
	readonly fromMs: number;
	readonly toMs: number;
	/** The most that was ever said of it. */
	readonly atLeastRatio: number;
}

/** What stands beside any verdict; null where there is nothing to compare with. */
export interface Flags {
	/** Stable fails clearly more than in the hour before the release. */
	readonly stableRose: boolean | null;
	/** The canary fails more than the service's objective allows, whatever stable does. */
	readonly absolutelyBad: boolean | null;
}

/** All that is said of one signal after a row. */
export interface SignalJudgement {
	readonly verdict: SignalVerdict;
	readonly flags: Flags;
	readonly history: readonly PastStretch[];
	/** Since when the present clock runs. */
	readonly clockMs: number;
	/** The logarithm of the evidence of harm; minus infinity before the first row of a clock. */
	readonly logEvidence: number;
}
