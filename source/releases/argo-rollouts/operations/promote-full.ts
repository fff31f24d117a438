import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {ident, line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatDuration} from '../../../domain/time.ts';
import type {RolloutObject} from '../../../kinds/argo-rollouts/rollout.ts';
import {allowed, checked} from '../../common/checked.ts';
import {restoreOf, testOf} from '../../common/raw.ts';
import {nameOf} from '../../common/release-text.ts';
import type {Operation} from '../../contract.ts';
import type {RolloutOperation, RolloutRelease, RolloutRequest} from '../detail.ts';
import {controllerRefusal, hasPause, liveRollout, underWayRefusal} from './guards.ts';
import {statusThenUnpause} from './permissions.ts';
import {sameRelease, unpausePatch} from './rollout-patches.ts';
import {shareNow, shareNowText} from './share-now.ts';

/** Sends all traffic to the canary at once: the remaining pauses and analyses are skipped. */
export const promoteFull: RolloutOperation = checked({
	direction: 'towardCanary',
	can: release => {
		const refused = controllerRefusal(release) ?? underWayRefusal(release);
		if (refused) return refused;
		if (release.detail.rollout.status.promoteFull)
			return refuse('promoting-already', safe`it is being promoted fully already`);
		const isSame = release.detail.rollout.blueGreen?.hasAnalysis === false && hasPause(release);
		return isSame
			? refuse('same-as-promote', safe`${verb('promote')} does the same: it has no steps and no analysis`)
			: allowed;
	},
	permissions: statusThenUnpause,
	needs: release => [release.ref],
	plan: planPromoteFull,
	effect: fullEffect,
});

function planPromoteFull(request: RolloutRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveRollout(request);
	if (!live.ok) return live;
	const {raw, rollout} = live.value;
	const tests = sameRelease(raw);
	const canary = nameOf(release, release.canary);
	const status = {
		kind: 'patch',
		ref: release.ref,
		subresource: 'status',
		patch: [
			...tests,
			...testOf(raw, 'status', 'stableRS'),
			...testOf(raw, 'status', 'currentStepIndex'),
			{op: 'add', path: '/status/promoteFull', value: true},
		],
		after: [
			{
				op: 'anyOf',
				predicates: [
					{pointer: '/status/promoteFull', op: 'equals', value: true},
					{pointer: '/status/stableRS', op: 'equals', value: rollout.status.currentHash},
				],
			},
		],
		inverse: [
			...tests,
			{op: 'test', path: '/status/promoteFull', value: true},
			restoreOf(raw, 'status', 'promoteFull'),
		],
	} as const;
	return ok({
		verb: 'promoteFull',
		direction: 'towardCanary',
		release: release.key,
		to: release.canary,
		headline: safe`PROMOTE ${canary} FULLY`,
		means: rollout.isPaused ? safe`argo promote --full, then unpause` : safe`argo promote --full`,
		effects: [moved(release), scaledDown(rollout, nameOf(release, release.stable))],
		caveats: skipped(release),
		steps: rollout.isPaused
			? [status, unpausePatch(release.ref, raw, testOf(raw, 'status', 'currentPodHash'))]
			: [status],
		facts: release.facts,
	});
}

function moved(release: RolloutRelease): SafeText {
	const canary = nameOf(release, release.canary);
	if (shareNow(release) === 100) return safe`${canary} has all traffic already: it becomes stable at once`;
	return safe`${shareNowText(release)} → 100% on ${canary}, as soon as its pods are there`;
}

/**
 * With a router the old version's pods stay for a while. Without one the pods set the weight, so the old pods
 * stop at once.
 */
function scaledDown({canary, blueGreen}: RolloutObject, stable: SafeText): SafeText {
	const strategy = blueGreen ?? canary;
	const isAtOnce = blueGreen === null && (!canary?.router || canary.isStableScaleDynamic);
	if (isAtOnce || strategy?.scaleDownDelaySeconds === 0) return safe`${stable} is scaled down at once`;
	const seconds = strategy?.scaleDownDelaySeconds ?? 30;
	return safe`${stable} is scaled down ${ident(formatDuration(seconds * 1000))} later`;
}

function skipped(release: RolloutRelease): readonly SafeText[] {
	const {steps, stepIndex, strategy} = release;
	if (strategy === 'blueGreen') {
		return release.detail.rollout.blueGreen?.hasAnalysis ? [safe`analyses that it still has to pass are skipped`] : [];
	}
	const left = steps.slice(stepIndex);
	const analyses = left.filter(({kind}) => kind === 'analysis' || kind === 'experiment').length;
	const pauses = left.filter(({kind}) => kind === 'pause').length;
	const parts = [counted(analyses, 'analysis', 'analyses'), counted(pauses, 'pause', 'pauses')].filter(
		part => part !== null,
	);
	return parts.length === 0 ? [] : [line(`skips ${parts.join(' and ')}`)];
}

function counted(count: number, one: string, many: string): string | null {
	return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}

function fullEffect(plan: Plan, _before: RolloutRelease, now: RolloutRelease): Effect {
	if (now.stable === plan.to) return {kind: 'effective', evidence: safe`${nameOf(now, plan.to)} is fully promoted`};
	if (now.canary !== plan.to) return {kind: 'undone', evidence: safe`another release is under way`};
	if (now.detail.rollout.status.abort) return {kind: 'undone', evidence: now.why?.text ?? safe`it was aborted`};
	return {kind: 'pending', evidence: safe`${nameOf(now, plan.to)} is not stable yet`};
}
