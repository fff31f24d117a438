import type {Effect, Plan} from '../../../../domain/release/plan.ts';
import {refuse} from '../../../../domain/release/refusal.ts';
import type {Release} from '../../../../domain/release/release.ts';
import {ok} from '../../../../domain/result.ts';
import {safe} from '../../../../domain/text/safe-text.ts';
import type {DeploymentObject} from '../../../../kinds/deployment.ts';
import {DEPLOYMENTS} from '../../../../kinds/deployment.ts';
import {allowed, checked} from '../../../common/checked.ts';
import {patches} from '../../../common/permissions.ts';
import {nameOf} from '../../../common/release-text.ts';
import type {Operation, PlanRequest} from '../../../contract.ts';
import {liveWorkload} from '../../shared/workload.ts';
import {isHeld, workload} from '../workload.ts';
import {pausePatch} from './pause-patch.ts';

/** Removes the hold by hand: the controller replaces pods again. */
export const resume: Operation<DeploymentObject> = checked({
	direction: 'towardCanary',
	can: release => (isHeld(release) ? allowed : refuse('not-held-by-hand', safe`it is not held by hand`)),
	permissions: () => [patches(DEPLOYMENTS)],
	needs: release => [release.ref],
	plan: planResume,
	effect: resumeEffect,
});

function planResume(request: PlanRequest<DeploymentObject>): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveWorkload(workload, request);
	if (!live.ok) return live;
	const {canary} = release;
	return ok({
		verb: 'resume',
		direction: 'towardCanary',
		release: release.key,
		to: canary,
		headline: safe`RESUME ${nameOf(release, canary ?? release.stable)}`,
		means: safe`unpause`,
		effects: [
			canary === null
				? safe`what was changed while it was held starts at once`
				: safe`pods are replaced again until all are ${nameOf(release, canary)}`,
		],
		caveats: [],
		steps: [pausePatch(release.ref, live.value.raw, false)],
		facts: release.facts,
	});
}

function resumeEffect(_plan: Plan, _before: Release<DeploymentObject>, now: Release<DeploymentObject>): Effect {
	return isHeld(now)
		? {kind: 'pending', evidence: safe`still held by hand`}
		: {kind: 'effective', evidence: safe`no longer held by hand`};
}
