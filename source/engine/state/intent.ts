import type {Effect, Plan} from '../../domain/plan.ts';
import type {Fact, Release} from '../../domain/release.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {Verb} from '../../domain/verb.ts';
import type {Owner} from '../../ownership/owner.ts';
import type {Answers} from '../../releases/contract.ts';

/** It is proven or it is not; nothing more is waited for. */
export function isJudged(recovery: Recovery): recovery is Exclude<Recovery, {readonly sinceMs: number}> {
	return recovery.kind === 'recovered' || recovery.kind === 'notRecovered';
}

/** How a plan's steps ended. */
export type Conclusion = Extract<IntentPhase, {kind: 'accepted' | 'refused' | 'superseded' | 'unknown'}>;

/** One thing that the operator asked for, from the key press to its proven end. */
export interface Intent {
	readonly id: string;
	readonly verb: Verb;
	/** What was chosen or typed before the plan was made; complete once its operation asks nothing more. */
	readonly answers: Answers;
	/** The release as it was on screen when the key was pressed, then as the dialog's live read gave it. */
	readonly release: Release;
	/** What the operator saw: compared with every live read. */
	readonly seen: readonly Fact[];
	readonly raisedAtMs: number;
	readonly plan: Plan | null;
	readonly checks: Checks;
	/** Who else writes what the plan changes, and what each will do to it; by the dialog's live read. */
	readonly owners: readonly Owner[];
	readonly phase: IntentPhase;
	/** When a person confirmed it, by our clock; null before. */
	readonly confirmedAtMs: number | null;
	/** When the first request left, by the server's clock; null before. */
	readonly sentAtMs: number | null;
	/** By step, what tells that its object was written by others, as it was just before the first request; null where
	 * nothing does. */
	readonly writeFingerprints: readonly (string | null)[];
	/** Steps known to be carried out. */
	readonly stepsDone: number;
	/** What the cleanup could not put back; null when there is nothing. */
	readonly leftBehind: SafeText | null;
	readonly recovery: Recovery | null;
}

/** What the dialog has found out so far. */
export interface Checks {
	/** Counts the looks at the live object; answers to an earlier look are late, and dropped. */
	readonly attempt: number;
	/** Looks in a row that were needed because it moved under the dry run. */
	readonly chases: number;
	readonly live: 'reading' | 'unchanged' | 'moved' | 'failed';
	/** What moved between the key press and the live read, or why the read failed. */
	readonly liveText: SafeText | null;
	readonly liveAtMs: number | null;
	readonly dryRun: 'none' | 'running' | 'ok' | 'unavailable' | 'denied';
	readonly dryRunText: SafeText | null;
	/** Writes of the plan that the dry run could try; others only make sense after an earlier one, or are calls. */
	readonly tried: number;
}

export type IntentPhase =
	/** A dialog is open: a revision is chosen, live objects are read, the dry run is sent, a person confirms. */
	| {readonly kind: 'confirming'}
	/** Confirmed: the record is being made durable, then the object is read once more. */
	| {readonly kind: 'recording'}
	| {readonly kind: 'rechecking'}
	| {readonly kind: 'sending'; readonly step: number}
	| {readonly kind: 'awaiting'; readonly step: number; readonly untilMs: number}
	/** The steps are over; what was opened for them is being closed. */
	| {readonly kind: 'cleaning'; readonly step: number; readonly then: Conclusion}
	/** The API server took every step; the effect is not seen yet. */
	| {readonly kind: 'accepted'; readonly atMs: number; readonly effect: Effect; readonly isOverdue: boolean}
	| {readonly kind: 'effective'; readonly atMs: number; readonly evidence: SafeText}
	| {readonly kind: 'refused'; readonly text: SafeText}
	/** The live object is no longer what was confirmed: nothing was changed by the step in question. */
	| {readonly kind: 'superseded'; readonly text: SafeText}
	/** The reply was lost: it may or may not have been carried out. Re-read, never resent. */
	| {
			readonly kind: 'unconfirmed';
			readonly step: number;
			readonly sinceMs: number;
			readonly reads: number;
			readonly text: SafeText;
	  }
	/** Every re-read is done and none could tell: a person must look. */
	| {readonly kind: 'unknown'; readonly text: SafeText}
	| {readonly kind: 'reverted'; readonly text: SafeText}
	/** A later request of this session changed the release before the effect of this one was there. */
	| {readonly kind: 'overtaken'; readonly text: SafeText}
	| {readonly kind: 'cancelled'};

/** After going back: what measured traffic says. */
export type Recovery =
	| {readonly kind: 'watching'; readonly sinceMs: number; readonly text: SafeText}
	| {readonly kind: 'noRequests'; readonly sinceMs: number; readonly text: SafeText}
	/** The metrics report both versions under one name, or have nothing of the release. */
	| {readonly kind: 'cannotTell'; readonly sinceMs: number; readonly text: SafeText}
	| {readonly kind: 'recovered'; readonly text: SafeText}
	| {readonly kind: 'notRecovered'; readonly text: SafeText};

/** True while its effect or the recovery after it is still watched for. */
export function isFollowed(intent: Intent): boolean {
	if (intent.recovery?.kind === 'watching' || intent.recovery?.kind === 'noRequests') return true;
	return isInFlight(intent) || intent.phase.kind === 'accepted' || intent.phase.kind === 'unknown';
}

/** Confirmed, and its requests are not all answered. */
export function isBeingCarriedOut({phase}: Intent): boolean {
	switch (phase.kind) {
		case 'recording':
		case 'rechecking':
		case 'sending':
		case 'awaiting':
		case 'cleaning':
			return true;
		default:
			return false;
	}
}

/** True while something of it may still happen: it is then not asked again, and quitting asks first. */
export function isInFlight(intent: Intent): boolean {
	switch (intent.phase.kind) {
		case 'unconfirmed':
			return true;
		case 'accepted':
			return !intent.phase.isOverdue && !(intent.phase.effect.kind === 'pending' && intent.phase.effect.isUnderWay);
		default:
			return isBeingCarriedOut(intent);
	}
}
