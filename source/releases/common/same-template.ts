import type {Labels} from '../../domain/cluster/kube-object.ts';
import {digest} from '../../domain/digest.ts';
import type {PodTemplate} from '../../kinds/pod-template.ts';

/**
 * Whether two templates ask for the same pods; the hash that a controller adds to the templates that it keeps
 * does not count.
 */
export function isSameTemplate(one: PodTemplate, other: PodTemplate): boolean {
	return contentOf(one) === contentOf(other);
}

/**
 * Whether two templates are the same version: they differ by a restart at most, whatever their revision numbers
 * are.
 */
export function isSameVersion(one: PodTemplate, other: PodTemplate): boolean {
	return isSameTemplate(withoutRestart(one), withoutRestart(other));
}

function contentOf({labels, containers, otherFields}: PodTemplate): string {
	const {'pod-template-hash': _, 'rollouts-pod-template-hash': __, ...ownLabels} = labels;
	const measured = containers.map(container => ({...container, resources: amounts(container.resources)}));
	return digest({labels: ownLabels, containers: measured, otherFields});
}

function withoutRestart(template: PodTemplate): PodTemplate {
	const {'annotation kubectl.kubernetes.io/restartedAt': _, ...otherFields} = template.otherFields;
	return {...template, otherFields};
}

/** `1000m` is `1`: a Rollout keeps the quantity as written, its ReplicaSet keeps it as the API server rewrites it. */
function amounts(resources: Labels): Readonly<Record<string, number | string>> {
	return Object.fromEntries(Object.entries(resources).map(([name, text]) => [name, amountOf(text)]));
}

const units: Readonly<Record<string, number>> = {
	'': 1,
	n: 1e-9,
	u: 1e-6,
	m: 1e-3,
	k: 1e3,
	M: 1e6,
	G: 1e9,
	T: 1e12,
	P: 1e15,
	E: 1e18,
	Ki: 2 ** 10,
	Mi: 2 ** 20,
	Gi: 2 ** 30,
	Ti: 2 ** 40,
	Pi: 2 ** 50,
	Ei: 2 ** 60,
};

function amountOf(quantity: string): number | string {
	const [, number, suffix = ''] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
	const unit = units[suffix];
	return number === undefined || unit === undefined ? quantity : Number((Number(number) * unit).toPrecision(12));
}
