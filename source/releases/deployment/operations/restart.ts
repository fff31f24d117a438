import type {RawObject} from '../../../domain/kube-object.ts';
import {DEPLOYMENTS} from '../../../domain/objects/deployment.ts';
import type {Effect, JsonPatchOperation, Plan} from '../../../domain/plan.ts';
import type {Release} from '../../../domain/release.ts';
import {ok} from '../../../domain/result.ts';
import {safe} from '../../../domain/safe-text.ts';
import {formatTime} from '../../../domain/time.ts';
import {checked, refuse} from '../../common/checked.ts';
import {patches} from '../../common/permissions.ts';
import {pointer, rawAt, testOf} from '../../common/raw.ts';
import type {Operation, PlanRequest} from '../../contract.ts';
import {allowed, isHeld, liveDeployment, sameRevision, silentRefusal} from './guards.ts';

const restartedAt = 'kubectl.kubernetes.io/restartedAt';

/** A new value of the template's restart annotation, as kubectl writes it: a rolling update of the same version. */
export const restart: Operation = checked({
	direction: 'towardCanary',
	can: release => {
		if (isHeld(release)) return refuse(safe`it is held by hand, nothing would restart: r resumes first`);
		return silentRefusal(release) ?? allowed;
	},
	permissions: () => [patches(DEPLOYMENTS)],
	needs: release => [release.ref],
	plan: planRestart,
	effect: restartEffect,
});

function planRestart(request: PlanRequest): ReturnType<Operation['plan']> {
	const {release, nowMs} = request;
	const live = liveDeployment(request);
	if (!live.ok) return live;
	const {raw} = live.value;
	const at = formatTime(nowMs);
	return ok({
		verb: 'restart',
		direction: 'towardCanary',
		release: release.key,
		to: null,
		headline: safe`RESTART ${release.name}`,
		means: safe`the template's restartedAt annotation`,
		effects: [safe`every pod is replaced by one of the same version, a few at a time`],
		caveats: [safe`it makes a new revision; nothing takes it back once pods are replaced`],
		steps: [
			{
				kind: 'patch',
				ref: release.ref,
				subresource: null,
				patch: [...sameRevision(raw), ...annotate(raw, at)],
				after: [
					{pointer: pointer('spec', 'template', 'metadata', 'annotations', restartedAt), op: 'equals', value: at},
				],
				inverse: null,
			},
		],
		facts: release.facts,
	});
}

/** `add` needs the object that it adds to. */
function annotate(raw: RawObject, at: string): readonly JsonPatchOperation[] {
	const path = ['spec', 'template', 'metadata', 'annotations'] as const;
	if (rawAt(raw, 'spec', 'template', 'metadata') === undefined) {
		return [{op: 'add', path: pointer(...path.slice(0, 3)), value: {annotations: {[restartedAt]: at}}}];
	}
	if (rawAt(raw, ...path) === undefined) return [{op: 'add', path: pointer(...path), value: {[restartedAt]: at}}];
	return [...testOf(raw, ...path, restartedAt), {op: 'add', path: pointer(...path, restartedAt), value: at}];
}

function restartEffect(_plan: Plan, before: Release, now: Release): Effect {
	const newest = now.canary ?? now.stable;
	if (newest === (before.canary ?? before.stable)) return {kind: 'pending', evidence: safe`not taken up yet`};
	return now.phase.kind === 'stable'
		? {kind: 'effective', evidence: safe`every pod was replaced`}
		: {kind: 'pending', evidence: now.phase.kind === 'progressing' ? now.phase.because : safe`pods are being replaced`};
}
