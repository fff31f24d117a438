import type {RawObject} from '../../../domain/kube-object.ts';
import type {PodTemplate} from '../../../domain/objects/pod-template.ts';
import type {JsonPatchOperation, PatchStep, Refusal} from '../../../domain/plan.ts';
import type {Fact, Release} from '../../../domain/release.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {ident, line, type SafeText, safe} from '../../../domain/safe-text.ts';
import type {Answers, Question} from '../../contract.ts';
import {refuse} from '../checked.ts';
import {pointer, rawAt} from '../raw.ts';
import {factOf} from './workload.ts';

export interface ContainerImage {
	readonly name: SafeText;
	readonly image: SafeText;
}

/** What the spec names, container by container: the fact that `askImage` reads. */
export function imagesFact({containers}: PodTemplate): Fact {
	return {label: safe`images`, value: line(containers.map(({name, image}) => `${name}=${image}`).join(', '))};
}

export function containersOf(release: Release): readonly ContainerImage[] {
	const text = factOf(release, 'images') ?? '';
	return text.split(', ').flatMap(part => {
		const at = part.indexOf('=');
		return at === -1 ? [] : [{name: ident(part.slice(0, at)), image: ident(part.slice(at + 1))}];
	});
}

/** Which container, where there are several; then which image. */
export function askImage(release: Release, answers: Answers): Question | null {
	const containers = containersOf(release);
	const {container, image} = chosenImage(release, answers);
	if (container === null) {
		return {
			title: safe`Which container?`,
			options: containers.map(({name, image: now}) => ({value: name, text: safe`${name}  ${now}`, createdAtMs: null})),
			entry: null,
		};
	}
	if (image !== null) return null;
	return {
		title: safe`Which image for ${container.name}? It is confirmed in the next step.`,
		options: [],
		entry: {
			label: safe`image, or :tag of ${ident(repositoryOf(container.image))}`,
			parse: text => parseImage(container, text),
		},
	};
}

/** A single container is not asked for. */
export function chosenImage(
	release: Release,
	answers: Answers,
): {readonly container: ContainerImage | null; readonly image: string | null} {
	const containers = containersOf(release);
	const [only] = containers;
	if (only && containers.length === 1) return {container: only, image: answers[0] ?? null};
	const [name, image] = answers;
	return {container: containers.find(container => container.name === name) ?? null, image: image ?? null};
}

/** The one container's image, at the place where the live object has it; null when it is not there as it was seen. */
export function imageStep(request: {
	readonly ref: PatchStep['ref'];
	readonly object: RawObject;
	readonly container: ContainerImage;
	readonly image: string;
	/** The uid first. */
	readonly tests: readonly JsonPatchOperation[];
}): PatchStep | null {
	const {object, container, image, tests} = request;
	const containers = rawAt(object, 'spec', 'template', 'spec', 'containers');
	const at = Array.isArray(containers) ? containers.findIndex(one => rawAt(one, 'name') === container.name) : -1;
	const present = rawAt(object, 'spec', 'template', 'spec', 'containers', at, 'image');
	if (at === -1 || present !== container.image) return null;
	const path = (field: string) => pointer('spec', 'template', 'spec', 'containers', at, field);
	const isIt: JsonPatchOperation = {op: 'test', path: path('name'), value: container.name};
	const [uid] = tests;
	return {
		kind: 'patch',
		ref: request.ref,
		subresource: null,
		patch: [
			...tests,
			isIt,
			{op: 'test', path: path('image'), value: present},
			{op: 'replace', path: path('image'), value: image},
		],
		after: [{pointer: path('image'), op: 'equals', value: image}],
		inverse: [
			...(uid ? [uid] : []),
			isIt,
			{op: 'test', path: path('image'), value: image},
			{op: 'replace', path: path('image'), value: present},
		],
	};
}

/** A whole reference, or `:tag` and `@sha256:…` of the image that is there. */
export function parseImage(container: ContainerImage, text: string): Result<string, Refusal> {
	const typed = text.trim();
	const image = /^[:@]/.test(typed) ? `${repositoryOf(container.image)}${typed}` : typed;
	const reference =
		/^[a-zA-Z0-9][a-zA-Z0-9.-]*(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;
	if (!reference.test(image)) return refuse(safe`that is no image: registry/name:tag, :tag or @sha256:…`);
	return image === container.image ? refuse(safe`${container.name} has that image already`) : ok(image);
}

function repositoryOf(image: string): string {
	return image.replace(/@.*$/, '').replace(/:[^:/]+$/, '');
}
