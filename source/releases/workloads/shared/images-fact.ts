import type {Fact} from '../../../domain/release/release.ts';
import {line, safe} from '../../../domain/text/safe-text.ts';
import type {PodTemplate} from '../../../kinds/pod-template.ts';

/** The fact that names the image of every container in the spec. */
export function imagesFact({containers}: PodTemplate): Fact {
	return {label: safe`images`, value: line(containers.map(({name, image}) => `${name}=${image}`).join(', '))};
}
