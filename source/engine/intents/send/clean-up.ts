import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {WriteError} from '../../../ports/cluster.ts';
import type {Command} from '../../state/commands.ts';
import type {Conclusion, Intent} from '../../state/intent.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {State} from '../../state/state.ts';
import {outcomeCommands, withIntent} from '../intents.ts';
import {stepText} from './progress.ts';

/** Ends a plan's steps, whatever the conclusion. If anything can have been changed, the plan's cleanup runs first. */
export function conclude(state: State, intent: Intent, conclusion: Conclusion): Reduction {
	const {plan, stepsDone} = intent;
	const mayHaveChanged = stepsDone > 0 || conclusion.kind === 'unknown';
	if (!plan?.cleanup || plan.cleanup.length === 0 || !mayHaveChanged) return finish(state, intent, conclusion);
	return clean(state, intent, plan.steps.length, conclusion);
}

/** Takes the answer to one request of the cleanup. The next request follows, even after an error. */
export function cleaned(state: State, intent: Intent, step: number, error: WriteError | null): Reduction {
	if (intent.phase.kind !== 'cleaning' || intent.phase.step !== step) return only(state);
	const what = intent.plan?.cleanup?.[step - intent.plan.steps.length];
	// An object that changed since perch left it needs no cleanup.
	const isOver = error === null || error.kind === 'preconditionFailed' || !what;
	const problem = isOver ? null : safe`LEFT BEHIND: ${stepText(what)} failed (${error.message}): do it by hand`;
	const leftBehind = [intent.leftBehind, problem].filter(text => text !== null).join(' · ') as SafeText | '';
	return clean(state, {...intent, leftBehind: leftBehind === '' ? null : leftBehind}, step + 1, intent.phase.then);
}

function clean(state: State, intent: Intent, at: number, then: Conclusion): Reduction {
	const step = intent.plan?.cleanup?.[at - intent.plan.steps.length];
	if (!step) return finish(state, intent, then);
	const send: Command = {kind: 'send', intentId: intent.id, step: at, what: step};
	return {state: withIntent(state, {...intent, phase: {kind: 'cleaning', step: at, then}}), commands: [send]};
}

function finish(state: State, intent: Intent, conclusion: Conclusion): Reduction {
	const next = withIntent(state, {...intent, phase: conclusion});
	const left = intent.leftBehind === null ? [] : outcomeCommands(state, intent, 'leftBehind', intent.leftBehind);
	if (conclusion.kind === 'accepted') return {state: next, commands: left};
	return {state: next, commands: [...left, ...outcomeCommands(state, intent, conclusion.kind, conclusion.text)]};
}
