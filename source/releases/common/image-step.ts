import type {ObjectRef, RawObject} from '../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation, PatchStep, Plan} from '../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../domain/release/refusal.ts';
import type {Release} from '../../domain/release/release.ts';
import {ok, type Result} from '../../domain/result.ts';
import {ident, safe} from '../../domain/text/safe-text.ts';
import {pointer, rawAt, testOf} from './raw.ts';

/** The step that sets another image for one container of the template. */
export function imageStep(request: {
	readonly ref: ObjectRef;
	readonly object: RawObject;
	readonly container: string;
	readonly image: string;
	/** More preconditions on the object. */
	readonly tests?: readonly JsonPatchOperation[];
}): Result<PatchStep, Refusal> {
	const {ref, object, container, image} = request;
	const containers = rawAt(object, 'spec', 'template', 'spec', 'containers');
	const index = Array.isArray(containers) ? containers.findIndex(found => rawAt(found, 'name') === container) : -1;
	const path = ['spec', 'template', 'spec', 'containers', index] as const;
	// A JSON patch addresses list items by index: the name shows that the container is still at this index.
	const same = [...testOf(object, 'metadata', 'uid'), ...testOf(object, ...path, 'name')];
	const before = rawAt(object, ...path, 'image');
	if (index === -1 || typeof before !== 'string')
		return refuse('answer-gone', safe`the template has no container ${ident(container)}`);
	if (before === image) return refuse('already-so', safe`${ident(container)} has the image ${ident(image)} already`);
	const target = pointer(...path, 'image');
	return ok({
		kind: 'patch',
		ref,
		subresource: null,
		patch: [
			...same,
			...(request.tests ?? []),
			{op: 'test', path: target, value: before},
			{op: 'replace', path: target, value: image},
		],
		after: [{pointer: target, op: 'equals', value: image}],
		inverse: [...same, {op: 'test', path: target, value: image}, {op: 'replace', path: target, value: before}],
	});
}

/** Whether a container of the release's template has the image that the plan's first step wrote. */
export function hasPlannedImage({steps: [step]}: Plan, {containers}: Release): boolean {
	const change = step.kind === 'patch' ? step.patch.at(-1) : undefined;
	const image = change?.op === 'replace' ? change.value : null;
	return containers?.some(container => container.image === image) ?? false;
}
