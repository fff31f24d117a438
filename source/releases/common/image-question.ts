import {type Refusal, refuse} from '../../domain/release/refusal.ts';
import type {ContainerImage, Release} from '../../domain/release/release.ts';
import {ok, type Result} from '../../domain/result.ts';
import {ident, safe} from '../../domain/text/safe-text.ts';
import type {Answers, Question} from '../contract.ts';

/**
 * Asks for the container, if there are several, and for the image: typed in full, or as `:tag` for another tag
 * of the same.
 */
export function askImage(release: Release, answers: Answers): Question | null {
	const containers = release.containers ?? [];
	const container = chosenContainer(release, answers);
	if (!container) {
		return {
			title: safe`Which container?`,
			options: containers.map(({name, image}) => ({value: name, text: safe`${name} ${image}`, createdAtMs: null})),
			entry: null,
		};
	}
	if (imageAnswer(release, answers) !== undefined) return null;
	return {
		title: safe`Which image for ${container.name}? It has ${container.image}.`,
		options: [],
		entry: {
			label: safe`image, or :tag or @sha256:… of the same`,
			parse: text => parseImage(text.trim(), container),
		},
	};
}

/** The chosen container and its new image; null until both are known. */
export function chosenImage(release: Release, answers: Answers): {container: ContainerImage; image: string} | null {
	const container = chosenContainer(release, answers);
	const image = imageAnswer(release, answers);
	return container && image !== undefined ? {container, image} : null;
}

function chosenContainer({containers = []}: Release, [answer]: Answers): ContainerImage | null {
	if (containers.length === 1) return containers[0] ?? null;
	return containers.find(({name}) => name === answer) ?? null;
}

/** The image is the last answer: the container is asked for only if there are several. */
function imageAnswer({containers = []}: Release, answers: Answers): string | undefined {
	return answers[containers.length === 1 ? 0 : 1];
}

const reference =
	/^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::\w[\w.-]{0,127})?(?:@[a-z0-9]+:[0-9a-f]{32,128})?$/;

function parseImage(text: string, {name, image}: ContainerImage): Result<string, Refusal> {
	const whole = /^[:@]/.test(text) ? `${withoutTag(image)}${text}` : text;
	if (whole.length > 512 || !reference.test(whole)) return refuse('answer-invalid', safe`not an image: ${ident(text)}`);
	return whole === image ? refuse('already-so', safe`${name} has that image already`) : ok(whole);
}

/** `repo:5000/app:1.0@sha256:…` → `repo:5000/app` */
function withoutTag(image: string): string {
	return image.replace(/@.*$/, '').replace(/:[^:/]+$/, '');
}
