import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {allowed, checked} from '../../common/checked.ts';
import {testOf} from '../../common/raw.ts';
import {nameOf} from '../../common/release-text.ts';
import type {Operation} from '../../contract.ts';
import type {RolloutOperation, RolloutRelease, RolloutRequest} from '../detail.ts';
import {hasPause, liveRollout} from './guards.ts';
import {patchesRollout} from './permissions.ts';
import {unpausePatch} from './rollout-patches.ts';

/** Removes the hold by hand and nothing else: a pause of the steps stays. Resume is not promote. */
export const resume: RolloutOperation = checked({
	direction: 'towardCanary',
	can: release => {
		if (release.detail.rollout.isPaused) return allowed;
		return hasPause(release)
			? refuse(
					'held-by-pause',
					safe`it is held by a pause of its steps, not by hand: ${verb('promote')} promotes past it`,
				)
			: refuse('not-held-by-hand', safe`it is not held by hand`);
	},
	permissions: () => [patchesRollout],
	needs: release => [release.ref],
	plan: planResume,
	effect: resumeEffect,
});

function planResume(request: RolloutRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveRollout(request);
	if (!live.ok) return live;
	const {raw} = live.value;
	return ok({
		verb: 'resume',
		direction: 'towardCanary',
		release: release.key,
		to: release.canary,
		headline: safe`RESUME ${nameOf(release, release.canary ?? release.stable)}`,
		means: safe`unpause`,
		effects: [afterwards(release)],
		caveats: [],
		steps: [unpausePatch(release.ref, raw, testOf(raw, 'status', 'currentPodHash'))],
		facts: release.facts,
	});
}

function afterwards(release: RolloutRelease): SafeText {
	if (release.canary === null) return safe`releases start by themselves again`;
	if (release.detail.rollout.status.abort) return safe`the aborted release's pods stop`;
	return hasPause(release)
		? safe`the pause of its step stays: ${verb('promote')} promotes past it`
		: safe`it goes on by itself at step ${release.stepIndex}/${release.steps.length}`;
}

function resumeEffect(_plan: Plan, _before: RolloutRelease, now: RolloutRelease): Effect {
	return now.detail.rollout.isPaused
		? {kind: 'pending', evidence: safe`still held by hand`}
		: {kind: 'effective', evidence: safe`no longer held by hand`};
}
