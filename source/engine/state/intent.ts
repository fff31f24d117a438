import type {Effect, Plan} from '../../domain/release/plan.ts';
import type {Fact, Release} from '../../domain/release/release.ts';
import type {Verb} from '../../domain/release/verb.ts';
import type {Verdict} from '../../domain/release/verdict.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {Owner} from '../../ownership/owner.ts';
import type {Answers} from '../../releases/contract.ts';

/** Whether the recovery is judged, proven or not: perch then waits for nothing more. */
export function isJudged(recovery: Recovery): recovery is Exclude<Recovery, {readonly sinceMs: number}> {
	return recovery.kind === 'recovered' || recovery.kind === 'notRecovered';
}

/** Whether measured traffic may still show what came of the way back. */
export function isProofOpen(recovery: Recovery): recovery is Extract<Recovery, {readonly sinceMs: number}> {
	return !isJudged(recovery) && !(recovery.kind === 'notProven' && recovery.isOver);
}

/** How a plan's steps ended. */
export type Conclusion = Extract<IntentPhase, {kind: 'accepted' | 'refused' | 'superseded' | 'unknown'}>;

/** One thing that the operator asked for, from the key press to its proven end. */
export interface Intent {
	readonly id: string;
	readonly verb: Verb;
	/** What the operator chose or typed before the plan was made; complete once the operation asks for nothing more. */
	readonly answers: Answers;
	/** The release as it was on screen when the key was pressed, then as the dialog's live read gave it. */
	readonly release: Release;
	/** The facts that the operator saw; compared with every live read. */
	readonly seen: readonly Fact[];
	readonly raisedAtMs: number;
	readonly plan: Plan | null;
	readonly checks: Checks;
	/** The owners that also write what the plan changes, and what each will do to the change; by the dialog's
	 * live read. */
	readonly owners: readonly Owner[];
	readonly phase: IntentPhase;
	/** When the operator confirmed it, by perch's clock; null before. */
	readonly confirmedAtMs: number | null;
	/** When the first request was sent, by the server's clock; null before. */
	readonly sentAtMs: number | null;
	/** For each step, its object's mark just before the first request: another mark later tells that others wrote
	 * the object. Null where there is no mark. */
	readonly writeFingerprints: readonly (string | null)[];
	/** Steps known to be carried out. */
	readonly stepsDone: number;
	/** What the cleanup could not put back; null when there is nothing. */
	readonly leftBehind: SafeText | null;
	readonly recovery: Recovery | null;
	/** What the figures said when the operator confirmed it; null before, and where they said nothing. */
	readonly verdictThen: VerdictThen | null;
}

/** A verdict as it was at one moment. */
export interface VerdictThen {
	readonly verdict: Verdict;
	/** The instant of the last poll that it rests on, by the server's clock. */
	readonly atMs: number;
	/** The figures of that poll were too old already to be those of that moment. */
	readonly isStale: boolean;
}

/** What the dialog has found out so far. */
export interface Checks {
	/** Counts the attempts to read the live object; answers to an earlier attempt are late, and dropped. */
	readonly attempt: number;
	/** Attempts in a row that were needed because a dry run lost a race. */
	readonly chases: number;
	readonly live: 'reading' | 'unchanged' | 'moved' | 'failed';
	/** What moved between the key press and the live read, or why the read failed. */
	readonly liveText: SafeText | null;
	readonly liveAtMs: number | null;
	readonly dryRun: 'none' | 'running' | 'ok' | 'unavailable' | 'denied';
	readonly dryRunText: SafeText | null;
	/** Writes of the plan that the dry run could try; the others make sense only after an earlier write, or are
	 * calls. */
	readonly tried: number;
}

export type IntentPhase =
	/** A dialog is open: the operator chooses a revision, perch reads live objects and sends the dry run, the
	 * operator confirms. */
	| {readonly kind: 'confirming'}
	/** Confirmed: the record is being made durable, then the object is read once more. */
	| {readonly kind: 'recording'}
	| {readonly kind: 'rechecking'}
	| {readonly kind: 'sending'; readonly step: number}
	| {readonly kind: 'awaiting'; readonly step: number; readonly untilMs: number}
	/** The steps are over; the plan's cleanup is under way. */
	| {readonly kind: 'cleaning'; readonly step: number; readonly then: Conclusion}
	/** The API server accepted every step; the effect is not seen yet. */
	| {readonly kind: 'accepted'; readonly atMs: number; readonly effect: Effect; readonly isOverdue: boolean}
	| {readonly kind: 'effective'; readonly atMs: number; readonly evidence: SafeText}
	| {readonly kind: 'refused'; readonly text: SafeText}
	/** The live object is no longer what the operator confirmed: the step in question changed nothing. */
	| {readonly kind: 'superseded'; readonly text: SafeText}
	/** The reply was lost: the request may or may not have been carried out. Perch reads again, and never resends. */
	| {
			readonly kind: 'unconfirmed';
			readonly step: number;
			readonly sinceMs: number;
			readonly reads: number;
			readonly text: SafeText;
	  }
	/** Every re-read is done and none could tell what happened: the operator must look. */
	| {readonly kind: 'unknown'; readonly text: SafeText}
	| {readonly kind: 'reverted'; readonly text: SafeText}
	/** A later request of this session changed the release before the effect of this one was there. */
	| {readonly kind: 'overtaken'; readonly text: SafeText}
	| {readonly kind: 'cancelled'};

/** After a way back: what measured traffic says. Times are the server's. */
export type Recovery =
	| {readonly kind: 'watching'; readonly sinceMs: number; readonly text: SafeText}
	| {readonly kind: 'noRequests'; readonly sinceMs: number; readonly text: SafeText}
	/** After five minutes neither RECOVERED nor NOT RECOVERED is shown. It may still become either, until it is over. */
	| {readonly kind: 'notProven'; readonly sinceMs: number; readonly isOver: boolean; readonly text: SafeText}
	/** The metrics report both versions under one name, or nothing about the release. */
	| {readonly kind: 'cannotTell'; readonly sinceMs: number; readonly text: SafeText}
	| {
			readonly kind: 'recovered';
			/** Until it was proved, and until no requests reached the canary. */
			readonly afterMs: number;
			readonly quietAfterMs: number;
			readonly short: SafeText;
			readonly text: SafeText;
	  }
	| {readonly kind: 'notRecovered'; readonly short: SafeText; readonly text: SafeText};

/** True while perch still watches for the intent's effect, or for the recovery after it. */
export function isFollowed(intent: Intent): boolean {
	return (
		isRecoveryAwaited(intent.recovery) ||
		isInFlight(intent) ||
		intent.phase.kind === 'accepted' ||
		intent.phase.kind === 'unknown'
	);
}

/** What the metrics cannot tell is not waited for. */
export function isRecoveryAwaited(recovery: Recovery | null): boolean {
	return recovery !== null && recovery.kind !== 'cannotTell' && isProofOpen(recovery);
}

/** Whether it is still open that the intent has its effect, or none. */
export function isOnItsWay({kind}: IntentPhase): boolean {
	return !['effective', 'refused', 'superseded', 'cancelled', 'reverted', 'overtaken', 'unknown'].includes(kind);
}

/** The operator confirmed it, and not all of its requests are answered. */
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

/** True while the intent may still have an effect: perch then takes no other request toward the canary, and
 * quitting asks first. */
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
