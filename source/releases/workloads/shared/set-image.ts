import type {KubeObject} from '../../../domain/cluster/kube-object.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {ok} from '../../../domain/result.ts';
import {ident, safe} from '../../../domain/text/safe-text.ts';
import {allowed, checked} from '../../common/checked.ts';
import {askImage, chosenImage} from '../../common/image-question.ts';
import {imageStep} from '../../common/image-step.ts';
import {patches} from '../../common/permissions.ts';
import {undoDirection} from '../../common/undo-direction.ts';
import type {Operation, PlanRequest} from '../../contract.ts';
import {newRevisionEffect} from './roll-effect.ts';
import {liveWorkload, type Workload} from './workload.ts';

/** Sets another image for one container of the template: an update to that image starts at once. */
export function setImage<T extends KubeObject>(workload: Workload<T>): Operation<T> {
	return checked<T>({
		direction: 'towardCanary',
		can: release => {
			const refused = workload.refusal(release);
			if (refused) return refused;
			if ((release.containers ?? []).length === 0)
				return refuse('template-unknown', safe`its template names no container`);
			return allowed;
		},
		permissions: () => [patches(workload.kind)],
		needs: release => [release.ref],
		ask: askImage,
		plan: request => planImage(workload, request),
		effect: newRevisionEffect,
	});
}

function planImage<T extends KubeObject>(
	workload: Workload<T>,
	request: PlanRequest<T>,
): ReturnType<Operation['plan']> {
	const {release} = request;
	const chosen = chosenImage(release, request.answers);
	if (!chosen) return refuse('answer-needed', safe`choose a container and its image first`);
	const {container, image} = chosen;
	const live = liveWorkload(workload, request);
	if (!live.ok) return live;
	const {raw} = live.value;
	const tests = workload.tests(raw).filter(({path}) => path !== '/metadata/uid');
	const step = imageStep({ref: release.ref, object: raw, container: container.name, image, tests});
	if (!step.ok) return step;
	return ok({
		verb: 'setImage',
		direction: 'towardCanary',
		release: release.key,
		to: null,
		headline: safe`SET IMAGE OF ${container.name}`,
		means: safe`the image in the template`,
		effects: [safe`${container.image} → ${ident(image)}`, workload.rolls(release)],
		caveats: [safe`whether the image exists is not checked`],
		steps: [step.value],
		undoDirection: undoDirection(release),
		facts: release.facts,
	});
}
