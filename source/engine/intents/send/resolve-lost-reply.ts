import type {RawObject} from '../../../domain/cluster/kube-object.ts';
import {verb} from '../../../domain/release/verb.ts';
import type {Result} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ClusterError} from '../../../ports/cluster.ts';
import type {Command} from '../../state/commands.ts';
import type {Intent, IntentPhase} from '../../state/intent.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {outcomeCommands, withIntent} from '../intents.ts';
import {valueAt} from '../json-pointer.ts';
import {conclude} from './clean-up.ts';
import {judgeLostReply, rereadSeconds} from './lost-reply.ts';
import {startStep, withProgress} from './plan-steps.ts';

/** A last read that failed is repeated after this long. */
const retryAfterMs = 15_000;

/** Handles a lost reply. The request is never sent again: perch reads the object until it tells what happened,
 * or leaves that to the operator. */
export function startResolving(state: State, intent: Intent, step: number, message: SafeText): Reduction {
	if (intent.plan?.steps[step]?.kind === 'post') {
		return finish(
			state,
			intent,
			'unknown',
			safe`UNKNOWN: the reply was lost (${message}), and the call cannot be read back`,
		);
	}
	const phase: IntentPhase = {
		kind: 'unconfirmed',
		step,
		sinceMs: state.nowMs,
		reads: 0,
		text: safe`the reply was lost (${message}): it may have been carried out; reading again`,
	};
	const unconfirmed = {...intent, phase};
	return {
		state: withIntent(state, unconfirmed),
		commands: [
			...outcomeCommands(state, intent, 'unconfirmed', phase.text),
			...readAgain(unconfirmed, rereadSeconds[0] * 1000),
		],
	};
}

export function resolveRead(
	_context: EngineContext,
	state: State,
	intent: Intent,
	result: Result<readonly (RawObject | null)[], ClusterError>,
): Reduction {
	const {phase} = intent;
	if (phase.kind !== 'unconfirmed') return only(state);
	const step = intent.plan?.steps[phase.step];
	if (step?.kind === 'delete') return deletionRead(state, intent, phase, step.uid, result);
	if (step?.kind !== 'patch') return only(state);
	const object = result.ok ? result.value[0] : null;
	const isLastRead = phase.reads >= rereadSeconds.length - 1;
	if (!object) {
		// The object is gone, or the API server does not answer: neither says what became of the request.
		if (result.ok) return finish(state, intent, 'unknown', safe`UNKNOWN: the object is gone`);
		return later(state, intent, phase, isLastRead ? retryAfterMs : null);
	}
	if (step.ref.kindId === intent.release.ref.kindId && valueAt(object, '/metadata/uid') !== intent.release.uid)
		return finish(state, intent, 'unknown', safe`UNKNOWN: the object was deleted and made anew`);
	const before = intent.writeFingerprints[phase.step] ?? null;
	switch (judgeLostReply(step, object, {sentAtMs: intent.sentAtMs ?? phase.sinceMs, before, isLastRead})) {
		case 'applied':
			return carriedOut(
				state,
				intent,
				phase.step,
				safe`APPLIED: the reply was lost, the object names perch as its writer`,
			);
		case 'happened':
			return carriedOut(
				state,
				intent,
				phase.step,
				safe`it is so; whether by this request or by another's cannot be proven`,
			);
		case 'notApplied':
			return finish(state, intent, 'refused', safe`NOT APPLIED: the object is as it was before the request`);
		case 'cannotTell':
			if (!isLastRead) return later(state, intent, phase, null);
			return finish(
				state,
				intent,
				'unknown',
				safe`UNKNOWN: the object is neither as before nor as asked; look before you go on, ${verb('back')} still works`,
			);
	}
}

/** Reads an object again after a delete: it counts as deleted if it is gone, is another of that name, or is
 * terminating. */
function deletionRead(
	state: State,
	intent: Intent,
	phase: Extract<IntentPhase, {kind: 'unconfirmed'}>,
	uid: string,
	result: Result<readonly (RawObject | null)[], ClusterError>,
): Reduction {
	const isLastRead = phase.reads >= rereadSeconds.length - 1;
	if (!result.ok) return later(state, intent, phase, isLastRead ? retryAfterMs : null);
	const object = result.value[0] ?? null;
	const isThere = object !== null && valueAt(object, '/metadata/uid') === uid;
	if (!isThere || valueAt(object, '/metadata/deletionTimestamp') !== undefined)
		return carriedOut(state, intent, phase.step, safe`it is gone; whether by this request cannot be proven`);
	if (!isLastRead) return later(state, intent, phase, null);
	return finish(state, intent, 'refused', safe`NOT APPLIED: the object is still there`);
}

function carriedOut(state: State, intent: Intent, step: number, evidence: SafeText): Reduction {
	const next = startStep(state, {...intent, stepsDone: step + 1}, step + 1);
	return {state: next.state, commands: [...outcomeCommands(state, intent, 'resolved', evidence), ...next.commands]};
}

function finish(state: State, intent: Intent, kind: 'refused' | 'unknown', text: SafeText): Reduction {
	const told = kind === 'refused' ? withProgress(intent, text) : withStepsBefore(intent, text);
	return conclude(state, intent, {kind, text: told});
}

/** Adds the steps that were done before; whether this step changed anything is unknown. */
function withStepsBefore({stepsDone, plan}: Intent, text: SafeText): SafeText {
	if (stepsDone === 0) return text;
	return safe`${text}. ${stepsDone} of ${plan?.steps.length ?? 0} steps were done before it`;
}

function later(
	state: State,
	intent: Intent,
	phase: Extract<IntentPhase, {kind: 'unconfirmed'}>,
	retryMs: number | null,
): Reduction {
	const reads = retryMs === null ? phase.reads + 1 : phase.reads;
	const next: Intent = {...intent, phase: {...phase, reads}};
	const dueMs = phase.sinceMs + (rereadSeconds[reads] ?? 0) * 1000;
	return {state: withIntent(state, next), commands: readAgain(next, retryMs ?? Math.max(0, dueMs - state.nowMs))};
}

function readAgain(intent: Intent, delayMs: number): readonly Command[] {
	if (intent.phase.kind !== 'unconfirmed') return [];
	const step = intent.plan?.steps[intent.phase.step];
	if (step?.kind !== 'patch' && step?.kind !== 'delete') return [];
	return [
		{
			kind: 'readLive',
			intentId: intent.id,
			purpose: 'resolve',
			attempt: intent.checks.attempt,
			refs: [step.ref],
			delayMs,
		},
	];
}
