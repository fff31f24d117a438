import type {RawObject} from '../../../domain/cluster/kube-object.ts';
import type {Effect, Plan, PlanStep} from '../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import type {RolloutObject} from '../../../kinds/argo-rollouts/rollout.ts';
import {testOf} from '../../common/raw.ts';
import {nameOf} from '../../common/release-text.ts';
import type {RolloutRelease, RolloutRequest} from '../detail.ts';
import {restoreTemplate} from './restore-template.ts';
import {unpausePatch} from './rollout-patches.ts';

/**
 * Steps that return to the previous version: write its template, and once Argo has begun with it, promote it
 * past its steps. A blue/green release needs no promotion: Argo makes a version whose pods still run active at
 * once.
 */
export function previousSteps(
	request: RolloutRequest,
	raw: RawObject,
	rollout: RolloutObject,
): Result<readonly [PlanStep, ...PlanStep[]], Refusal> {
	const {release} = request;
	const {ref, back} = release;
	const restored = restoreTemplate(request, raw, back.to);
	if (!restored.ok) return restored;
	const unpause = rollout.isPaused ? [unpausePatch(ref, raw)] : [];
	if (release.strategy === 'blueGreen') return ok([restored.value, ...unpause]);
	const hash = release.revisions.find(({key}) => key === back.to)?.hash;
	if (hash === undefined)
		return refuse(
			'template-not-kept',
			safe`the version before is not kept any more: ${verb('toRevision')} chooses another revision`,
		);
	return ok([
		restored.value,
		...unpause,
		{
			kind: 'await',
			ref,
			until: [{pointer: '/status/currentPodHash', op: 'equals', value: hash}],
			deadlineSeconds: 20,
			label: safe`Argo begins with ${nameOf(release, back.to)}`,
		},
		{
			kind: 'patch',
			label: safe`promote ${nameOf(release, back.to)} fully`,
			ref,
			subresource: 'status',
			patch: [
				...testOf(raw, 'metadata', 'uid'),
				{op: 'test', path: '/status/currentPodHash', value: hash},
				...testOf(raw, 'status', 'stableRS'),
				{op: 'add', path: '/status/promoteFull', value: true},
			],
			after: [
				{
					op: 'anyOf',
					predicates: [
						{pointer: '/status/promoteFull', op: 'equals', value: true},
						{pointer: '/status/stableRS', op: 'equals', value: hash},
					],
				},
			],
			inverse: null,
		},
	]);
}

export function previousEffect(plan: Plan, before: RolloutRelease, now: RolloutRelease): Effect {
	const name = nameOf(now, plan.to);
	if (now.canary === null && now.stable === plan.to) {
		return now.split.configuredPercent === 0
			? {kind: 'effective', evidence: safe`${name} takes all traffic`}
			: {kind: 'pending', evidence: safe`${name} is stable again, its routes have not followed yet`};
	}
	if (now.canary === plan.to) return {kind: 'pending', evidence: safe`${name} is not stable yet`};
	const isAsBefore = now.canary === null && now.stable === before.stable;
	return isAsBefore
		? {kind: 'pending', evidence: safe`waiting for Argo to begin with ${name}`}
		: {kind: 'undone', evidence: safe`another release is under way`};
}
