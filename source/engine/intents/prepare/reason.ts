import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {verdictOf} from '../../evidence/verdict.ts';
import type {Intent} from '../../state/intent.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** Whether the operator must say why: the plan leads toward a canary that is worse. */
export function needsReason(context: EngineContext, state: State, {plan, release}: Intent): boolean {
	if (plan?.direction !== 'towardCanary') return false;
	const now = context.derive.releases(state).get(release.key);
	return now !== undefined && verdictOf(context, state, now)?.kind === 'worse';
}

/** Why a confirmation with this reason does not count; null where it does. */
export function reasonBlock(
	context: EngineContext,
	state: State,
	intent: Intent,
	reason: string | null,
): SafeText | null {
	const isGiven = reason !== null && reason.trim() !== '';
	return isGiven || !needsReason(context, state, intent) ? null : safe`the canary is worse: write a reason first`;
}
