import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {sameValue} from '../../../domain/same-value.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {allowed, checked} from '../../common/checked.ts';
import {askImage, chosenImage} from '../../common/image-question.ts';
import {hasPlannedImage, imageStep} from '../../common/image-step.ts';
import {testOf} from '../../common/raw.ts';
import {nameOf} from '../../common/release-text.ts';
import {undoDirection} from '../../common/undo-direction.ts';
import type {Operation} from '../../contract.ts';
import type {RolloutDetail, RolloutOperation, RolloutRelease, RolloutRequest} from '../detail.ts';
import {controllerRefusal, holderRefusal, liveRollout, workloadRef} from './guards.ts';
import {patchesTemplate} from './permissions.ts';

/** Sets another image for one container: a release of that image starts, by the Rollout's steps. */
export const setImage: RolloutOperation = checked<RolloutDetail>({
	direction: 'towardCanary',
	can: release => {
		const refused = controllerRefusal(release);
		if (refused) return refused;
		const unwritten = holderRefusal(release);
		if (unwritten) return unwritten;
		return (release.containers ?? []).length === 0
			? refuse('template-unknown', safe`its template is not known yet`)
			: allowed;
	},
	ask: askImage,
	permissions: patchesTemplate,
	needs: release => {
		const workload = workloadRef(release);
		return workload === null ? [release.ref] : [release.ref, workload];
	},
	plan: planSetImage,
	effect: imageEffect,
});

function planSetImage(request: RolloutRequest): ReturnType<Operation['plan']> {
	const {release, answers, live} = request;
	const chosen = chosenImage(release, answers);
	if (!chosen) return refuse('answer-needed', safe`choose a container and its image first`);
	const rollout = liveRollout(request);
	if (!rollout.ok) return rollout;
	const {raw} = rollout.value;
	const workload = workloadRef(release);
	const holder = workload === null ? raw : (live[1] ?? null);
	if (!holder) return refuse('object-gone', safe`the Deployment, which holds the template, is gone`);
	const {container, image} = chosen;
	const step = imageStep({
		ref: workload ?? release.ref,
		object: holder,
		container: container.name,
		image,
		tests: workload ? [] : [...testOf(raw, 'status', 'currentPodHash'), ...testOf(raw, 'status', 'stableRS')],
	});
	if (!step.ok) return step;
	return ok({
		verb: 'setImage',
		direction: 'towardCanary',
		release: release.key,
		to: null,
		headline: safe`SET IMAGE ${ident(image)}`,
		means: workload ? safe`set image of Deployment ${ident(workload.name)}` : safe`argo set image`,
		effects: [safe`${container.name}: ${container.image} → ${ident(image)}`, howItComes(release)],
		caveats: [
			...(release.canary === null
				? []
				: [safe`the release of ${nameOf(release, release.canary)} ends where it is: it was not promoted`]),
			...(release.detail.rollout.isPaused
				? [safe`it is held by hand: nothing moves until ${verb('resume')} resumes`]
				: []),
		],
		steps: [step.value],
		undoDirection: undoDirection(release),
		facts: release.facts,
	});
}

function howItComes({strategy, steps}: RolloutRelease): SafeText {
	if (strategy === 'blueGreen') return safe`it comes up as the preview first`;
	const [first] = steps;
	return first ? safe`it comes in by the steps, from ${first.label} on` : safe`it comes in at once`;
}

function imageEffect(plan: Plan, before: RolloutRelease, now: RolloutRelease): Effect {
	const current = now.canary ?? now.stable;
	if (!hasPlannedImage(plan, now)) {
		const isSeen = !sameValue(now.containers, before.containers);
		return isSeen
			? {kind: 'undone', evidence: safe`the template has another image again`}
			: {kind: 'pending', evidence: safe`the template is not seen to have it yet`};
	}
	return current === (before.canary ?? before.stable)
		? {kind: 'pending', evidence: safe`waiting for the controller to start it`}
		: {kind: 'effective', evidence: safe`${nameOf(now, current)} is on its way`};
}
