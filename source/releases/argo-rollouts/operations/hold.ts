import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {allowed, checked} from '../../common/checked.ts';
import {restoreOf, testOf} from '../../common/raw.ts';
import {nameOf, shareText} from '../../common/release-text.ts';
import type {Operation} from '../../contract.ts';
import type {RolloutOperation, RolloutRelease, RolloutRequest} from '../detail.ts';
import {liveRollout} from './guards.ts';
import {patchesRollout} from './permissions.ts';
import {sameRelease} from './rollout-patches.ts';

/**
 * Holds the release by `spec.paused`. This counts as toward stable: analyses go on and still abort, an abort
 * still takes the weight back, and no step follows by itself. An aborted release is refused: a hold would keep
 * the canary's pods.
 */
export const hold: RolloutOperation = checked({
	direction: 'towardStable',
	can: release => {
		if (release.canary === null) return refuse('nothing-under-way', safe`no release is under way`);
		if (release.detail.rollout.isPaused)
			return refuse('held-by-hand', safe`it is held by hand already: ${verb('resume')} resumes`);
		if (release.detail.rollout.status.abort)
			return refuse('aborted', safe`the release was aborted: a hold would keep its pods`);
		return allowed;
	},
	permissions: () => [patchesRollout],
	needs: release => [release.ref],
	plan: planHold,
	effect: holdEffect,
});

function planHold(request: RolloutRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveRollout(request);
	if (!live.ok) return live;
	const {raw} = live.value;
	return ok({
		verb: 'hold',
		direction: 'towardStable',
		release: release.key,
		to: null,
		headline: safe`HOLD ${nameOf(release, release.canary)}`,
		means: safe`spec.paused`,
		effects: [safe`no step comes by itself; ${shareText(release)} stays on ${nameOf(release, release.canary)}`],
		caveats: caveatsOf(release),
		steps: [
			{
				kind: 'patch',
				ref: release.ref,
				subresource: null,
				patch: [...sameRelease(raw), ...testOf(raw, 'spec', 'paused'), {op: 'add', path: '/spec/paused', value: true}],
				after: [{pointer: '/spec/paused', op: 'equals', value: true}],
				inverse: [
					...testOf(raw, 'metadata', 'uid'),
					{op: 'test', path: '/spec/paused', value: true},
					restoreOf(raw, 'spec', 'paused'),
				],
			},
		],
		facts: release.facts,
	});
}

function caveatsOf(release: RolloutRelease): readonly SafeText[] {
	const isTimed = release.phase.kind === 'paused' && release.phase.because === 'timer';
	return [
		...(isTimed
			? [
					safe`the clock of the timed pause runs on: once it has run out, ${verb('resume')} lets the release go on at once`,
				]
			: []),
		safe`pods that do not start are not given up on while it is held: the progress deadline stands still`,
	];
}

function holdEffect(_plan: Plan, before: RolloutRelease, now: RolloutRelease): Effect {
	if (now.detail.rollout.isPaused) return {kind: 'effective', evidence: safe`held: spec.paused is true`};
	if (before.canary !== null && now.canary !== before.canary) {
		return {kind: 'undone', evidence: safe`the release that was held is over`};
	}
	return {kind: 'pending', evidence: safe`not held yet`};
}
