import type {AwaitStep} from '../../../domain/release/plan.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Command} from '../../state/commands.ts';
import type {Intent, IntentPhase} from '../../state/intent.ts';
import type {Reduction} from '../../state/reduction.ts';
import type {State} from '../../state/state.ts';
import {withIntent} from '../intents.ts';
import {conclude} from './clean-up.ts';

/** Starts the plan's step at `at`, or, past the last one, the wait for the plan's effect. */
export function startStep(state: State, intent: Intent, at: number): Reduction {
	const step = intent.plan?.steps[at];
	if (!step) {
		const effect = {kind: 'pending', evidence: safe`accepted by the API server`} as const;
		return conclude(state, intent, {kind: 'accepted', atMs: state.nowMs, effect, isOverdue: false});
	}
	if (step.kind === 'await') {
		const untilMs = state.nowMs + step.deadlineSeconds * 1000;
		return {
			state: withPhase(state, intent, {kind: 'awaiting', step: at, untilMs}),
			commands: [readAwaited(intent, step, 0)],
		};
	}
	return {
		state: withPhase(state, intent, {kind: 'sending', step: at}),
		commands: [{kind: 'send', intentId: intent.id, step: at, what: step}],
	};
}

export function readAwaited({id, checks}: Intent, step: AwaitStep, delayMs: number): Command {
	return {kind: 'readLive', intentId: id, purpose: 'await', attempt: checks.attempt, refs: [step.ref], delayMs};
}

/** Adds to `text`, which says what ended the plan, how many of its steps are done. */
export function withProgress(intent: Intent, text: SafeText): SafeText {
	const total = intent.plan?.steps.length ?? 0;
	if (intent.stepsDone === 0) return safe`${text}. Nothing was changed`;
	return safe`${text}. ${intent.stepsDone} of ${total} steps are done, the rest is not`;
}

export function ended(
	state: State,
	intent: Intent,
	phase: Extract<IntentPhase, {kind: 'refused' | 'superseded'}>,
): Reduction {
	return conclude(state, intent, phase);
}

export function withPhase(state: State, intent: Intent, phase: IntentPhase): State {
	return withIntent(state, {...intent, phase});
}
