import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {allowed, checked} from '../../common/checked.ts';
import {nameOf} from '../../common/release-text.ts';
import type {Operation} from '../../contract.ts';
import type {RolloutOperation, RolloutRelease, RolloutRequest} from '../detail.ts';
import {controllerRefusal, liveRollout} from './guards.ts';
import {patchesRolloutStatus} from './permissions.ts';
import {sameRelease} from './rollout-patches.ts';

/** Starts the aborted release again at its first step, with the same template. */
export const retry: RolloutOperation = checked({
	direction: 'towardCanary',
	can: release => {
		if (release.canary === null) return refuse('nothing-under-way', safe`no release is under way`);
		if (!release.detail.rollout.status.abort)
			return refuse('nothing-failed', safe`only an aborted release can be tried again`);
		return controllerRefusal(release) ?? allowed;
	},
	permissions: () => [patchesRolloutStatus],
	needs: release => [release.ref],
	plan: planRetry,
	effect: retryEffect,
});

function planRetry(request: RolloutRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveRollout(request);
	if (!live.ok) return live;
	const {raw} = live.value;
	const tests = sameRelease(raw);
	const canary = nameOf(release, release.canary);
	return ok({
		verb: 'retry',
		direction: 'towardCanary',
		release: release.key,
		to: release.canary,
		headline: safe`RETRY ${canary}`,
		means: safe`argo retry`,
		effects: [firstStep(release, canary)],
		caveats: release.detail.rollout.isPaused
			? [safe`it is held by hand: nothing moves until ${verb('resume')} resumes`]
			: [],
		steps: [
			{
				kind: 'patch',
				ref: release.ref,
				subresource: 'status',
				patch: [
					...tests,
					{op: 'test', path: '/status/abort', value: true},
					{op: 'replace', path: '/status/abort', value: false},
				],
				after: [
					{
						op: 'anyOf',
						predicates: [
							{pointer: '/status/abort', op: 'absent'},
							{pointer: '/status/abort', op: 'equals', value: false},
						],
					},
				],
				inverse: [...tests, {op: 'add', path: '/status/abort', value: true}],
			},
		],
		facts: release.facts,
	});
}

function firstStep({steps, strategy}: RolloutRelease, canary: SafeText): SafeText {
	const [first] = steps;
	if (strategy === 'blueGreen' || !first) return safe`${canary} starts again as the preview`;
	return safe`${canary} starts again at its first step: ${first.label}`;
}

function startedAgain({steps, stepIndex}: RolloutRelease): SafeText {
	return steps.length === 0 ? safe`started again` : safe`started again at step ${stepIndex}/${steps.length}`;
}

function retryEffect(plan: Plan, _before: RolloutRelease, now: RolloutRelease): Effect {
	if (now.canary !== plan.to && now.stable !== plan.to) {
		return {kind: 'undone', evidence: safe`another release is under way`};
	}
	// The request itself clears the abort. Only the controller's answer shows whether the release starts again.
	if (now.isAnswerAwaited) return {kind: 'pending', evidence: safe`Argo has not taken it up yet`};
	return now.detail.rollout.status.abort
		? {kind: 'pending', evidence: safe`still aborted`}
		: {kind: 'effective', evidence: startedAgain(now)};
}
