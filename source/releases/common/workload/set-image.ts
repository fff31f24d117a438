import type {KubeObject} from '../../../domain/kube-object.ts';
import {ok} from '../../../domain/result.ts';
import {ident, safe} from '../../../domain/safe-text.ts';
import type {Operation, PlanRequest} from '../../contract.ts';
import {allowed, checked, refuse} from '../checked.ts';
import {patches} from '../permissions.ts';
import {undoDirection} from '../undo-direction.ts';
import {askImage, chosenImage, containersOf, imageStep, parseImage} from './images.ts';
import {newRevisionEffect} from './roll-effect.ts';
import {liveWorkload, type Workload} from './workload.ts';

/** Another image for one container of the template: an update to it starts at once. */
export function setImage<T extends KubeObject>(workload: Workload<T>): Operation {
	return checked({
		direction: 'towardCanary',
		can: (release, answers) => {
			const refused = workload.refusal(release);
			if (refused) return refused;
			if (containersOf(release).length === 0) return refuse(safe`its template names no container`);
			const {container, image} = chosenImage(release, answers);
			if (answers.length > 0 && container === null) return refuse(safe`it has no such container`);
			if (container === null || image === null) return allowed;
			const parsed = parseImage(container, image);
			return parsed.ok ? allowed : parsed;
		},
		permissions: () => [patches(workload.kind)],
		needs: release => [release.ref],
		ask: askImage,
		plan: request => planImage(workload, request),
		effect: newRevisionEffect,
	});
}

function planImage<T extends KubeObject>(workload: Workload<T>, request: PlanRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const {container, image} = chosenImage(release, request.answers);
	if (container === null || image === null) return refuse(safe`choose an image first`);
	const live = liveWorkload(workload, request);
	if (!live.ok) return live;
	const {raw} = live.value;
	const step = imageStep({ref: release.ref, object: raw, container, image, tests: workload.tests(raw)});
	if (!step) return refuse(safe`${container.name} no longer has the image ${container.image}: look again`);
	return ok({
		verb: 'setImage',
		direction: 'towardCanary',
		release: release.key,
		to: null,
		headline: safe`SET IMAGE OF ${container.name}`,
		means: safe`the image in the template`,
		effects: [safe`${container.image} → ${ident(image)}`, workload.rolls(release)],
		caveats: [safe`whether the image exists is not checked`],
		steps: [step],
		undoDirection: undoDirection(release),
		facts: release.facts,
	});
}
