import type {Effect, Plan} from '../../../../domain/release/plan.ts';
import {refuse} from '../../../../domain/release/refusal.ts';
import type {Release} from '../../../../domain/release/release.ts';
import {verb} from '../../../../domain/release/verb.ts';
import {ok} from '../../../../domain/result.ts';
import {safe} from '../../../../domain/text/safe-text.ts';
import type {DeploymentObject} from '../../../../kinds/deployment.ts';
import {DEPLOYMENTS} from '../../../../kinds/deployment.ts';
import {allowed, checked} from '../../../common/checked.ts';
import {patches} from '../../../common/permissions.ts';
import {nameOf, shareText} from '../../../common/release-text.ts';
import type {Operation, PlanRequest} from '../../../contract.ts';
import {liveWorkload} from '../../shared/workload.ts';
import {isHeld, sameRevision, workload} from '../workload.ts';
import {pausePatch} from './pause-patch.ts';

/**
 * Holds the update by `spec.paused`. This counts as toward stable: a Deployment never goes back by itself, so
 * the hold stops nothing that protects.
 */
export const hold: Operation<DeploymentObject> = checked({
	direction: 'towardStable',
	can: release => {
		if (isHeld(release)) return refuse('held-by-hand', safe`it is held by hand already: ${verb('resume')} resumes`);
		return release.canary === null ? refuse('nothing-under-way', safe`no update is under way`) : allowed;
	},
	permissions: () => [patches(DEPLOYMENTS)],
	needs: release => [release.ref],
	plan: planHold,
	effect: holdEffect,
});

function planHold(request: PlanRequest<DeploymentObject>): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveWorkload(workload, request);
	if (!live.ok) return live;
	const {raw} = live.value;
	const pause = pausePatch(release.ref, raw, true);
	return ok({
		verb: 'hold',
		direction: 'towardStable',
		release: release.key,
		to: null,
		headline: safe`HOLD ${nameOf(release, release.canary)}`,
		means: safe`spec.paused`,
		effects: [safe`no more pods are replaced; ${shareText(release)} stays on ${nameOf(release, release.canary)}`],
		caveats: [safe`pods that are starting still start, and the progress deadline stands still`],
		steps: [{...pause, patch: [...sameRevision(raw), ...pause.patch.filter(({path}) => path !== '/metadata/uid')]}],
		facts: release.facts,
	});
}

function holdEffect(_plan: Plan, before: Release<DeploymentObject>, now: Release<DeploymentObject>): Effect {
	if (isHeld(now)) return {kind: 'effective', evidence: safe`held: spec.paused is true`};
	if (now.canary !== before.canary) return {kind: 'undone', evidence: safe`the update that was held is over`};
	return {kind: 'pending', evidence: safe`not held yet`};
}
