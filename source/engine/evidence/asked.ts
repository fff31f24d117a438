import type {Release} from '../../domain/release.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {Intent} from '../state/intent.ts';
import type {State} from '../state/state.ts';

/** A request that was taken, and of which its controller has not said anything yet: what the release says of itself is of
 * before, or follows from the request alone. */
export interface Asked {
	/** What this session asked for; null where somebody else did. */
	readonly what: SafeText | null;
	/** By the server's clock; null where that is not known. */
	readonly sinceMs: number | null;
	/** A minute is over, and nothing came of it. */
	readonly isOverdue: boolean;
	/** What stood against the controller already when it was asked. */
	readonly contradictions: Release['contradictions'];
}

/** What is asked of the release and not answered; null once the watch shows that its controller took it up. */
export function askedOf({intents}: State, release: Release): Asked | null {
	const last = intents.findLast(({release: {key, uid}, stepsDone}) => {
		return key === release.key && uid === release.uid && stepsDone > 0;
	});
	if (last && isUnanswered(last, release)) {
		const {plan, sentAtMs, phase} = last;
		const isOverdue = phase.kind === 'accepted' && phase.isOverdue;
		const {contradictions} = last.release;
		return {what: plan?.headline ?? null, sinceMs: sentAtMs, isOverdue, contradictions};
	}
	// A controller that is silent for long is said to be so.
	const isOthers = release.isAnswerAwaited === true && release.phase.kind !== 'silent';
	return isOthers ? {what: null, sinceMs: null, isOverdue: false, contradictions: []} : null;
}

function isUnanswered({phase, release: before}: Intent, now: Release): boolean {
	// What was written is there, and may be all that was wanted: nothing has come of it yet.
	if (now.isAnswerAwaited && phase.kind === 'effective') return now.phase.kind !== 'silent';
	if (phase.kind !== 'accepted' || phase.effect.kind !== 'pending' || phase.effect.isUnderWay) return false;
	return now.isAnswerAwaited === true || answerOf(before) === answerOf(now);
}

/** What a controller says and does when it takes a request up, and no request of ours writes by itself. */
function answerOf({phase, split}: Release): string {
	const because = phase.kind === 'paused' ? phase.because : '';
	return `${phase.kind} ${because} ${split.configuredPercent}`;
}
