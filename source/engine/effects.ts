import type {Effect, Plan} from '../domain/plan.ts';
import {safe} from '../domain/safe-text.ts';
import type {EngineContext} from './context.ts';
import type {Intent} from './intent.ts';
import type {IntentReduction} from './intent-reducer.ts';
import {announceCommand, outcomeCommands, withIntent} from './intents.ts';
import {operationOf} from './operation.ts';
import {startRecovery} from './recovery.ts';
import type {State} from './state.ts';

/** An accepted request without effect after this long is said to be so. */
const effectDeadlineMs = 60_000;

/** Whether what was accepted has come about, by what the watches report; there is no optimism here. */
export function followEffect(context: EngineContext, state: State, intent: Intent): IntentReduction {
	const {phase, plan} = intent;
	if (!plan || (phase.kind !== 'accepted' && phase.kind !== 'unknown')) return {state, commands: []};
	const effect = effectOf(context, state, intent, plan);
	if (effect.kind === 'effective') return becameEffective(state, intent, effect);
	if (phase.kind === 'unknown') return {state, commands: []};
	if (effect.kind === 'undone') {
		const text = safe`undone by somebody or something: ${effect.evidence}`;
		const next = withIntent(state, {...intent, phase: {kind: 'reverted', text}});
		return {
			state: next,
			commands: [...outcomeCommands(state, intent, 'reverted', text), announceCommand(intent, text, true)],
		};
	}
	const isOverdue = state.nowMs - phase.atMs >= effectDeadlineMs;
	if (isSame(effect, phase.effect) && isOverdue === phase.isOverdue) return {state, commands: []};
	const next = withIntent(state, {...intent, phase: {...phase, effect, isOverdue}});
	if (!isOverdue || phase.isOverdue) return {state: next, commands: []};
	return {state: next, commands: outcomeCommands(state, intent, 'acceptedWithoutEffect', effect.evidence)};
}

function effectOf(context: EngineContext, state: State, {release, verb}: Intent, plan: Plan): Effect {
	const now = context.derive.releases(state).get(release.key);
	const operation = now && operationOf(context, state, now, verb);
	if (!now || !operation || now.uid !== release.uid) return {kind: 'pending', evidence: safe`the release is gone`};
	return operation.effect(plan, release, now);
}

function becameEffective(state: State, intent: Intent, effect: Effect): IntentReduction {
	const phase = {kind: 'effective', atMs: state.nowMs, evidence: effect.evidence} as const;
	const next: Intent = {...intent, phase, recovery: startRecovery(state, intent)};
	return {
		state: withIntent(state, next),
		commands: [
			...outcomeCommands(state, intent, 'effective', effect.evidence),
			announceCommand(intent, effect.evidence, false),
		],
	};
}

function isSame(one: Effect, other: Effect): boolean {
	return one.kind === other.kind && one.evidence === other.evidence;
}
