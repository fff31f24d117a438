import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import type {Refusal} from '../../domain/release/refusal.ts';
import type {Verb} from '../../domain/release/verb.ts';
import {ok, type Result} from '../../domain/result.ts';
import type {Answers} from '../../releases/contract.ts';
import type {Intent} from '../state/intent.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {withIntent} from './intents.ts';
import {canAct} from './prepare/can-act.ts';
import {type Raised, raiseIntent} from './prepare/prepare.ts';
import {nameBlock} from './prepare/protection.ts';
import {reasonBlock} from './prepare/reason.ts';
import {sendConfirmed} from './send/send.ts';

/** A request for a release's verb, from a key, the palette or a command; refused where the verb does not apply
 * now. */
export interface VerbRequest {
	readonly verb: Verb;
	readonly release: ReleaseKey | null;
	readonly answers: Answers;
}

/** Raises the intent of a verb: its live objects are then being read, or the operator must choose or type
 * something first. Fails with the reason where the verb is not allowed. */
export function requestIntent(
	context: EngineContext,
	state: State,
	{verb, release: key, answers}: VerbRequest,
): Result<Raised, Refusal> {
	const allowed = canAct(context, state, key, verb, answers);
	if (!allowed.ok) return allowed;
	const {release} = allowed.value;
	return ok(raiseIntent(context, state, {verb, answers, release, seen: release.facts, raisedAtMs: state.nowMs}));
}

/** What the operator confirms with: the reason, and the cluster's name where it is required. */
export interface Confirmation {
	readonly reason: string | null;
	readonly typedName: string;
}

/** Sends nothing to a protected context without the cluster's name, and nothing toward a canary that is worse without a
 * reason, whichever caller confirms. */
export function confirmIntent(
	context: EngineContext,
	state: State,
	intent: Intent,
	{reason, typedName}: Confirmation,
): Reduction {
	if (nameBlock(state, intent, typedName) ?? reasonBlock(context, state, intent, reason)) return only(state);
	return sendConfirmed(context, state, intent, reason);
}

/** Cancels an intent that is not confirmed yet. A confirmed intent goes on, and perch follows it. */
export function cancelIntent(state: State, intent: Intent): State {
	return intent.phase.kind === 'confirming' ? withIntent(state, {...intent, phase: {kind: 'cancelled'}}) : state;
}
