import type {JsonPatchOperation, PatchStep, Plan, PostStep, Predicate} from '../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../domain/release/refusal.ts';
import type {Release} from '../../domain/release/release.ts';
import {ok, type Result} from '../../domain/result.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime} from '../../domain/time.ts';
import type {Answers, Operation, Permission, PlanRequest, Question} from '../../releases/contract.ts';
import type {Intent} from '../state/intent.ts';
import {actedAtMs} from '../state/server-time.ts';
import type {State} from '../state/state.ts';
import {preconditionsHold} from './json-pointer.ts';
import {whatMoved} from './prepare/changed-facts.ts';

/** The verb undo: applies the inverse of each request of this session, as long as what the session wrote is
 * still there. */
export function undoOperation(state: State): Operation {
	return {
		direction: 'towardCanary',
		permissions: release => journalOf(state, release).flatMap(inverseSteps).flatMap(permissionOf),
		can(release, [answer]) {
			const entries = journalOf(state, release);
			if (entries.length === 0)
				return refuse('nothing-to-undo', safe`nothing that this session wrote here can be taken back`);
			if (answer !== undefined && !entries.some(({id}) => id === answer))
				return refuse('already-so', safe`it is taken back already`);
			return ok(undefined);
		},
		ask: (release, answers) => askWhich(state, release, answers),
		needs(release, [answer]) {
			const undone = journalOf(state, release).find(({id}) => id === answer);
			const refs = undone ? inverseSteps(undone).flatMap(step => (step.kind === 'patch' ? [step.ref] : [])) : [];
			return [release.ref, ...refs];
		},
		plan: request => planUndo(state, request),
		effect(plan, _before, now) {
			const moved = whatMoved(plan.facts, now.facts);
			return moved
				? {kind: 'effective', evidence: moved}
				: {kind: 'pending', evidence: safe`not seen on the release yet`};
		},
	};
}

/** The intents of this session that can be taken back from this release, the newest first. */
export function journalOf({intents}: State, {key, uid}: Release): readonly Intent[] {
	const undone = new Set(
		intents.flatMap(({verb, answers, stepsDone}) => (verb === 'undo' && stepsDone > 0 ? answers : [])),
	);
	return (
		intents
			.filter(intent => intent.release.key === key && intent.release.uid === uid && !undone.has(intent.id))
			// A plan with a cleanup has put its change back already.
			.filter(({plan}) => (plan?.cleanup?.length ?? 0) === 0)
			.filter(intent => intent.stepsDone > 0 && intent.phase.kind !== 'reverted' && inverseSteps(intent).length > 0)
			.toReversed()
	);
}

function askWhich(state: State, release: Release, [answer]: Answers): Question | null {
	if (answer !== undefined) return null;
	return {
		title: safe`Which write is to be taken back? It is confirmed in the next step.`,
		options: journalOf(state, release).map(intent => ({
			value: intent.id,
			text: safe`${ident(clockTime(actedAtMs(intent, state)))} ${intent.plan?.headline ?? line(intent.verb)}`,
			createdAtMs: null,
		})),
		entry: null,
	};
}

function planUndo(state: State, {release, answers: [answer], live}: PlanRequest): Result<Plan, Refusal> {
	const undone = journalOf(state, release).find(({id}) => id === answer);
	const [first, ...rest] = undone ? inverseSteps(undone) : [];
	if (!undone?.plan || !first) return refuse('answer-needed', safe`choose what to take back first`);
	const objects = live.slice(1);
	const patches = [first, ...rest].filter(step => step.kind === 'patch');
	const stale = patches.findIndex((step, at) => {
		const object = objects[at];
		return !object || !preconditionsHold(object, step.patch);
	});
	const staleRef = patches[stale]?.ref;
	if (staleRef) {
		return refuse(
			'object-changed',
			safe`it no longer applies: ${ident(staleRef.name)} was changed since, or its release moved on`,
		);
	}
	return ok({
		verb: 'undo',
		direction: undone.plan.undoDirection ?? 'towardCanary',
		release: release.key,
		to: null,
		headline: safe`UNDO ${undone.plan.headline}`,
		means: safe`the inverse of what was written at ${ident(clockTime(actedAtMs(undone, state)))}`,
		effects: undone.plan.effects.map((text): SafeText => safe`takes back: ${text}`),
		caveats:
			undone.stepsDone < undone.plan.steps.length
				? [safe`only what was carried out is taken back: ${undone.stepsDone} of ${undone.plan.steps.length} steps`]
				: [],
		steps: [first, ...rest],
		facts: release.facts,
	});
}

/** The inverses of the steps that were carried out, the last step first; none where one of these steps has no
 * inverse. */
function inverseSteps({plan, stepsDone}: Intent): readonly (PatchStep | PostStep)[] {
	const done = plan?.steps.slice(0, stepsDone) ?? [];
	const inverses = done
		.filter(({kind}) => kind !== 'await')
		.map(step => (step.kind === 'patch' ? inversePatch(step) : null));
	return inverses.some(step => step === null) ? [] : inverses.filter(step => step !== null).toReversed();
}

function inversePatch({ref, subresource, patch, inverse}: PatchStep): PatchStep | null {
	return inverse && {kind: 'patch', ref, subresource, patch: inverse, after: inverse.flatMap(written), inverse: patch};
}

function permissionOf(step: PatchStep | PostStep): readonly Permission[] {
	if (step.kind !== 'patch') return [];
	const {ref, subresource} = step;
	return [{verb: 'patch', kindId: ref.kindId, subresource, namespace: ref.namespace, role: 'operator'}];
}

function written(operation: JsonPatchOperation): readonly Predicate[] {
	switch (operation.op) {
		case 'test':
			return [];
		case 'remove':
			return [{pointer: operation.path, op: 'absent'}];
		default:
			return [{pointer: operation.path, op: 'equals', value: operation.value}];
	}
}
