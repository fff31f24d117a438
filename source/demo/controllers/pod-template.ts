import {sameJson} from '../api/frozen-json.ts';
import type {Container, PodTemplate} from './kube-types.ts';

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A short hash of JSON data in the form of a pod-template hash. Real controllers hash Go structures and get other
 * digits; only the form and the stability matter. */
export function templateHash(value: unknown): string {
	let hash = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(canonicalJson(value))) {
		hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
	}
	return [...String(hash)].map(digit => alphabet[digit.charCodeAt(0) % alphabet.length]).join('');
}

/** Whether two templates describe the same pods; ignores `hashLabel`, which controllers add. */
export function sameTemplate(left: PodTemplate, right: PodTemplate, hashLabel: string): boolean {
	return sameJson(withoutLabel(withDefaults(left), hashLabel), withoutLabel(withDefaults(right), hashLabel));
}

/** The template with the defaults that the API server fills into pods; ReplicaSets store it in this form. */
export function withDefaults(template: PodTemplate): PodTemplate {
	return {
		...template,
		spec: {
			restartPolicy: 'Always',
			terminationGracePeriodSeconds: 30,
			dnsPolicy: 'ClusterFirst',
			securityContext: {},
			schedulerName: 'default-scheduler',
			...template.spec,
			containers: template.spec.containers.map(containerWithDefaults),
		},
	};
}

export function withLabel(template: PodTemplate, label: string, value: string): PodTemplate {
	return {...template, metadata: {...template.metadata, labels: {...template.metadata?.labels, [label]: value}}};
}

function containerWithDefaults(container: Container): Container {
	return {
		resources: {},
		terminationMessagePath: '/dev/termination-log',
		terminationMessagePolicy: 'File',
		imagePullPolicy: 'IfNotPresent',
		...container,
	};
}

function withoutLabel(template: PodTemplate, label: string): PodTemplate {
	const {[label]: _, ...labels} = template.metadata?.labels ?? {};
	return {...template, metadata: {...template.metadata, labels}};
}

function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_, part: unknown) =>
		typeof part === 'object' && part !== null && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).toSorted(([left], [right]) => (left < right ? -1 : 1)))
			: part,
	);
}
