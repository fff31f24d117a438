import {digest} from '../../domain/digest.ts';
import type {PodTemplate} from '../../domain/objects/pod-template.ts';

/** Whether two templates say the same, but for the hash that a controller adds to those that it keeps. */
export function isSameTemplate(one: PodTemplate, other: PodTemplate): boolean {
	return contentOf(one) === contentOf(other);
}

function contentOf({labels, containers, otherFields}: PodTemplate): string {
	const {'pod-template-hash': _, ...ownLabels} = labels;
	return digest({labels: ownLabels, containers, otherFields});
}
