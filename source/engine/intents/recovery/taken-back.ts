import type {Release} from '../../../domain/release/release.ts';
import type {Verdict} from '../../../domain/release/verdict.ts';
import type {SafeText} from '../../../domain/text/safe-text.ts';
import type {Intent, Recovery, VerdictThen} from '../../state/intent.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {operationOf} from '../prepare/operation.ts';

/** A way back of this session that stands: what the figures said before it, and what they say since. Times are the
 * server's. */
export interface TakenBack {
	readonly atMs: number;
	/** Null where perch does not know who runs it. */
	readonly by: SafeText | null;
	/** What the figures said when it was confirmed; null where they said nothing. */
	readonly verdict: Verdict | null;
	/** What it had cost by then; null where no requests were seen to fail for it. */
	readonly cost: Cost | null;
	/** What measured traffic says since; null where there is nothing to prove. */
	readonly recovery: Recovery | null;
}

export interface Cost {
	readonly failedPerMinute: number;
	/** Up to the last poll before the way back; null where nobody knows since when, or only that poll showed it. */
	readonly forMs: number | null;
	/** It was worse as soon as it could be judged, so it may have cost that for longer. */
	readonly isAtLeast: boolean;
	/** When it was last measured, where that was too long before the way back; else null. */
	readonly untilMs: number | null;
}

/** The last way back of this release; null where there was none, where it has not come about or does not hold, and
 * where another request followed it. */
export function takenBackOf(context: EngineContext, state: State, release: Release): TakenBack | null {
	const last = state.intents.findLast(({release: {key}, stepsDone}) => key === release.key && stepsDone > 0);
	if (!last || !isBack(last) || last.release.uid !== release.uid || !holds(context, state, last, release)) return null;
	const {sentAtMs, verdictThen, recovery} = last;
	if (sentAtMs === null) return null;
	const by = state.cluster.identity?.user ?? null;
	return {atMs: sentAtMs, by, verdict: verdictThen?.verdict ?? null, cost: costOf(verdictThen), recovery};
}

function isBack({verb, plan, phase}: Intent): boolean {
	return verb === 'back' && plan?.direction === 'towardStable' && phase.kind === 'effective';
}

/** Whether what it brought about is still there. */
function holds(context: EngineContext, state: State, {plan, release: before}: Intent, now: Release): boolean {
	const isAnother = now.canary !== null && !before.revisions.some(({key}) => key === now.canary);
	if (!plan || isAnother || now.notUnderstood) return false;
	return operationOf(context, state, now, 'back')?.effect(plan, before, now).kind === 'effective';
}

/** What nobody measured cost an unknown number of requests. */
function costOf(then: VerdictThen | null): Cost | null {
	if (then?.verdict.kind !== 'worse' || !then.verdict.errors) return null;
	const {sinceMs, isSinceOpen, errors} = then.verdict;
	return {
		failedPerMinute: errors.extraPerMinute.estimate,
		forMs: sinceMs >= then.atMs ? null : then.atMs - sinceMs,
		isAtLeast: isSinceOpen,
		untilMs: then.isStale ? then.atMs : null,
	};
}
