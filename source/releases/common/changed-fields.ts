import {imageChange} from '../../domain/release/revision.ts';
import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Digests, PodTemplate, TemplateContainer} from '../../kinds/pod-template.ts';

/**
 * What differs between two templates: images and resources with their values, everything else by name only.
 * Both must come from ReplicaSets, whose templates carry the same defaults.
 */
export function changedFields(from: PodTemplate, to: PodTemplate): readonly SafeText[] {
	const labels = changedNames(from.labels, to.labels).filter(name => !name.endsWith('pod-template-hash'));
	return [...changedButLabels(from, to), ...labels.map(name => line(`label ${name}`))];
}

/** The differences without those of the labels, for workloads that are told apart by their labels. */
export function changedButLabels(from: PodTemplate, to: PodTemplate): readonly SafeText[] {
	const isAlone = to.containers.length === 1 && from.containers.length === 1;
	const perContainer = to.containers.flatMap(container => {
		const before = from.containers.find(({name}) => name === container.name);
		const where = isAlone ? safe`` : safe`${container.name}: `;
		return before
			? containerChanges(before, container).map(text => safe`${where}${text}`)
			: [safe`new container ${container.name}`];
	});
	const gone = from.containers.filter(({name}) => !to.containers.some(container => container.name === name));
	return [
		...perContainer,
		...gone.map(({name}) => safe`container ${name} gone`),
		...changedNames(from.otherFields, to.otherFields).map(name => line(name)),
	];
}

function containerChanges(from: TemplateContainer, to: TemplateContainer): readonly SafeText[] {
	const env = changedNames(from.env, to.env);
	const resources = changedNames(from.resources, to.resources).map(
		name => safe`${line(name)} ${from.resources[name] ?? safe`none`} → ${to.resources[name] ?? safe`none`}`,
	);
	return [
		...(from.image === to.image ? [] : [imageChange(from.image, to.image)]),
		...resources,
		...(env.length === 0 ? [] : [line(`env ${env.join(', ')}`)]),
		...changedNames(from.otherFields, to.otherFields).map(name => line(name)),
	];
}

function changedNames(from: Digests, to: Digests): readonly string[] {
	return [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(name => from[name] !== to[name]).sort();
}
