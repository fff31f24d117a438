import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {ok} from '../../../domain/result.ts';
import {ident, safe} from '../../../domain/text/safe-text.ts';
import {allowed, checked} from '../../common/checked.ts';
import {askImage, chosenImage} from '../../common/image-question.ts';
import {hasPlannedImage, imageStep} from '../../common/image-step.ts';
import type {Operation} from '../../contract.ts';
import type {CanaryDetail, CanaryOperation, CanaryRelease, CanaryRequest} from '../detail.ts';
import {
	controllerRefusal,
	heldCaveat,
	howItComes,
	isSameApplied,
	liveCanary,
	targetRef,
	targetRefusal,
} from './guards.ts';
import {patchesTarget} from './permissions.ts';

/** Sets another image for one container of the target: an analysis of that image starts. */
export const setImage: CanaryOperation = checked<CanaryDetail>({
	direction: 'towardCanary',
	can: release => {
		const refused = controllerRefusal(release) ?? targetRefusal(release);
		if (refused) return refused;
		return (release.containers ?? []).length === 0
			? refuse('template-unknown', safe`the target's template is not known`)
			: allowed;
	},
	ask: askImage,
	permissions: patchesTarget,
	needs: release => {
		const target = targetRef(release);
		return target === null ? [release.ref] : [release.ref, target];
	},
	plan: planSetImage,
	effect: imageEffect,
});

function planSetImage(request: CanaryRequest): ReturnType<Operation['plan']> {
	const {release, live} = request;
	const chosen = chosenImage(release, request.answers);
	if (!chosen) return refuse('answer-needed', safe`choose a container and its image first`);
	const canary = liveCanary(request);
	if (!canary.ok) return canary;
	const [, target] = live;
	const ref = targetRef(release);
	if (!target || ref === null) return refuse('object-gone', safe`the target is gone`);
	const {container, image} = chosen;
	const step = imageStep({ref, object: target, container: container.name, image});
	if (!step.ok) return step;
	return ok({
		verb: 'setImage',
		direction: 'towardCanary',
		release: release.key,
		to: null,
		headline: safe`SET IMAGE ${ident(image)}`,
		means: safe`the image in the target's template`,
		effects: [safe`${container.name}: ${container.image} → ${ident(image)}`, howItComes(release)],
		caveats: [...heldCaveat(release), safe`whether the image exists is not checked`],
		steps: [step.value],
		facts: release.facts,
	});
}

function imageEffect(plan: Plan, before: CanaryRelease, now: CanaryRelease): Effect {
	const isTaken = !isSameApplied(before, now);
	if (hasPlannedImage(plan, now)) {
		return isTaken
			? {kind: 'effective', evidence: safe`under way: ${now.next.text}`}
			: {kind: 'pending', evidence: safe`Flagger has not seen the new template yet`};
	}
	return isTaken
		? {kind: 'undone', evidence: safe`the target has another image`}
		: {kind: 'pending', evidence: safe`the target does not have it yet`};
}
