import * as v from 'valibot';
import {identText, type Labels} from '../domain/cluster/kube-object.ts';
import {looseObjectOf, objectOf, recordOf} from '../domain/cluster/object-schema.ts';
import {digest} from '../domain/digest.ts';
import {ident, type SafeText} from '../domain/text/safe-text.ts';
import {labelsField, listField, partField, shown} from './fields.ts';
import {prunedValue, withoutContainerDefaults, withoutPodDefaults} from './template-defaults.ts';

/**
 * What perch keeps of a pod template, without what the API server fills in. Values of environment variables, arguments
 * and other fields are never kept: only their digests, which tell that something changed.
 */
export interface PodTemplate {
	readonly labels: Labels;
	readonly containers: readonly TemplateContainer[];
	/** The container that kubectl takes where none is named, from the template's annotation; null without that
	 * annotation. */
	readonly mainContainer: SafeText | null;
	/** Digests of the pod's other fields (`volumes`, `initContainers`, …) and its annotations, by name. */
	readonly otherFields: Digests;
}

export interface TemplateContainer {
	readonly name: SafeText;
	readonly image: SafeText;
	/** How many ports the container declares. */
	readonly ports: number;
	/** Digest of each variable, by its name. */
	readonly env: Digests;
	/** `cpu limit` → `500m`. */
	readonly resources: Labels;
	/** Digests of the other fields (`args`, `readinessProbe`, …), by name. */
	readonly otherFields: Digests;
}

export type Digests = Readonly<Record<string, string>>;

const anything = recordOf(v.unknown());

/** Quantities as they are written; any other value is shown as it stands. */
const quantities = shown(
	v.nullish(
		v.pipe(
			anything,
			v.transform(all => Object.fromEntries(Object.entries(all).map(([name, value]) => [name, textOf(value)]))),
		),
		{},
	),
);

const containerSchema = v.pipe(
	looseObjectOf({
		name: v.nullish(identText, ''),
		image: v.nullish(identText, ''),
		env: shown(listField(v.unknown())),
		resources: shown(partField({limits: quantities, requests: quantities})),
	}),
	v.transform(
		({name, image, env, resources, ...others}): TemplateContainer => ({
			name,
			image,
			ports: Array.isArray(others.ports) ? others.ports.length : 0,
			env: Object.fromEntries(
				(env ?? []).map((variable, at) => [variableName(variable, at), digest(prunedValue(variable))]),
			),
			resources: {...suffixed(resources.limits ?? {}, 'limit'), ...suffixed(resources.requests ?? {}, 'request')},
			otherFields: digests(withoutContainerDefaults(others, image)),
		}),
	),
);

/** A template; it has no containers where another object holds the template. */
export const podTemplateField = v.pipe(
	partField({
		metadata: partField({labels: labelsField, annotations: shown(v.nullish(anything, {}))}),
		spec: v.pipe(v.nullish(anything, {}), v.looseObject({containers: listField(containerSchema)})),
	}),
	v.transform(({metadata, spec: {containers, ...others}}): PodTemplate => {
		const annotations = Object.entries(metadata.annotations ?? {}).map(([name, value]) => [
			`annotation ${name}`,
			value,
		]);
		const main = metadata.annotations?.['kubectl.kubernetes.io/default-container'];
		return {
			labels: metadata.labels,
			containers,
			mainContainer: typeof main === 'string' ? ident(main) : null,
			otherFields: digests({...withoutPodDefaults(others), ...Object.fromEntries(annotations)}),
		};
	}),
);

/** A template as it is on the wire; null when it is not of the expected shape. */
export function parseTemplate(raw: unknown): PodTemplate | null {
	const parsed = v.safeParse(podTemplateField, raw);
	return parsed.success ? parsed.output : null;
}

function digests(fields: Readonly<Record<string, unknown>>): Digests {
	return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, digest(value)]));
}

function textOf(value: unknown): SafeText {
	return ident(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Names a variable without a name by its index, so that a change to it is still seen. */
function variableName(variable: unknown, at: number): string {
	const named = v.safeParse(objectOf({name: identText}), variable);
	return named.success ? named.output.name : `[${at}]`;
}

function suffixed(values: Labels, suffix: string): Labels {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name} ${suffix}`, value]));
}
