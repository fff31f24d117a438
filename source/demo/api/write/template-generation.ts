import type {KubeObject} from '../../contract.ts';
import {sameJson} from '../frozen-json.ts';
import type {Resource} from '../resources.ts';

const annotation = 'deprecated.daemonset.template.generation';

/** A DaemonSet as it is stored: an annotation holds the number of its template, and only the API server raises it. */
export function withTemplateGeneration(
	resource: Resource,
	before: KubeObject | undefined,
	after: KubeObject,
): KubeObject {
	if (resource.id !== 'daemonsets.apps') return after;
	const isSame = before !== undefined && sameJson(templateOf(before), templateOf(after));
	const generation =
		before === undefined
			? templateGenerationOf(after)
			: String(Number(templateGenerationOf(before)) + (isSame ? 0 : 1));
	const annotations = {...after.metadata.annotations, [annotation]: generation};
	return {...after, metadata: {...after.metadata, annotations}};
}

export function templateGenerationOf({metadata}: KubeObject): string {
	return metadata.annotations?.[annotation] ?? '1';
}

function templateOf({spec}: KubeObject): unknown {
	return (spec as {readonly template?: unknown} | undefined)?.template;
}
