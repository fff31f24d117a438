import type {ReleaseKey} from '../../domain/keys.ts';
import type {Refusal} from '../../domain/refusal.ts';
import {ok, type Result} from '../../domain/result.ts';
import type {Verb} from '../../domain/verb.ts';
import type {Answers} from '../../releases/contract.ts';
import type {Intent} from '../state/intent.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {canAct} from './can-act.ts';
import {withIntent} from './intents.ts';
import {type Raised, raiseIntent} from './prepare.ts';
import {nameBlock} from './protection.ts';
import {sendConfirmed} from './send.ts';

/** What anybody may ask for, a key, a palette or a command: the verb of a release, as far as it applies now. */
export interface VerbRequest {
	readonly verb: Verb;
	readonly release: ReleaseKey | null;
	readonly answers: Answers;
}

/** The verb is asked for: its intent is there, and its live object is being read, or its question is open. */
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

/** What a person confirms with: why, and the cluster's name where it is asked for. */
export interface Confirmation {
	readonly reason: string | null;
	readonly typedName: string;
}

/** Nothing leaves without the name of a protected cluster, whoever confirms. */
export function confirmIntent(
	context: EngineContext,
	state: State,
	intent: Intent,
	{reason, typedName}: Confirmation,
): Reduction {
	if (nameBlock(state, intent, typedName)) return only(state);
	return sendConfirmed(context, state, intent, reason);
}

/** Before anything was confirmed: nothing comes of it. Afterwards it goes on, and is followed. */
export function cancelIntent(state: State, intent: Intent): State {
	return intent.phase.kind === 'confirming' ? withIntent(state, {...intent, phase: {kind: 'cancelled'}}) : state;
}
