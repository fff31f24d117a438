import {line, type SafeText, safe} from '../domain/safe-text.ts';
import type {Intent, IntentPhase} from './intent.ts';
import type {IntentReduction} from './intent-reducer.ts';
import {outcomeCommands, withIntent} from './intents.ts';
import type {State} from './state.ts';

/** The plan's step at `at`, or, past the last one, the wait for its effect. */
export function startStep(state: State, intent: Intent, at: number): IntentReduction {
	const step = intent.plan?.steps[at];
	if (!step) {
		const effect = {kind: 'pending', evidence: safe`accepted by the API server`} as const;
		return {
			state: withPhase(state, intent, {kind: 'accepted', atMs: state.nowMs, effect, isOverdue: false}),
			commands: [],
		};
	}
	switch (step.kind) {
		case 'patch':
			return {
				state: withPhase(state, intent, {kind: 'sending', step: at}),
				commands: [{kind: 'send', intentId: intent.id, step: at, patch: step}],
			};
		case 'await':
			return {
				state: withPhase(state, intent, {
					kind: 'awaiting',
					step: at,
					untilMs: state.nowMs + step.deadlineSeconds * 1000,
				}),
				commands: [
					{
						kind: 'readLive',
						intentId: intent.id,
						purpose: 'await',
						look: intent.checks.look,
						refs: [step.ref],
						delayMs: 0,
					},
				],
			};
		case 'post':
		case 'delete':
			// No backend plans them yet; a plan that did must not be carried out by halves.
			return ended(state, intent, {
				kind: 'refused',
				text: safe`this version of perch cannot carry out ${line(step.kind)} steps`,
			});
	}
}

/** What of the plan is done, after what ended it. */
export function withProgress(intent: Intent, text: SafeText): SafeText {
	const total = intent.plan?.steps.length ?? 0;
	if (intent.stepsDone === 0) return safe`${text}. Nothing was changed`;
	return safe`${text}. ${intent.stepsDone} of ${total} steps are done, the rest is not`;
}

export function ended(
	state: State,
	intent: Intent,
	phase: Extract<IntentPhase, {kind: 'refused' | 'superseded'}>,
): IntentReduction {
	const outcome = outcomeCommands(state, intent, phase.kind, phase.text);
	return {state: withPhase(state, intent, phase), commands: outcome};
}

export function withPhase(state: State, intent: Intent, phase: IntentPhase): State {
	return withIntent(state, {...intent, phase});
}
