import * as v from 'valibot';
import {digest} from '../digest.ts';
import {identText, type Labels} from '../kube-object.ts';
import type {SafeText} from '../safe-text.ts';
import {labelsField, listField, partField} from './fields.ts';

/**
 * What perch keeps of a pod template. Values of environment variables, arguments and other fields are never kept: only
 * their digests, which tell that something changed.
 */
export interface PodTemplate {
	readonly labels: Labels;
	readonly containers: readonly TemplateContainer[];
	/** Digests of the pod's other fields (`volumes`, `initContainers`, …) and its annotations, by name. */
	readonly otherFields: Digests;
}

export interface TemplateContainer {
	readonly name: SafeText;
	readonly image: SafeText;
	/** Digest of each variable, by its name. */
	readonly env: Digests;
	/** `cpu limit` → `500m`. */
	readonly resources: Labels;
	/** Digests of the other fields (`args`, `readinessProbe`, …), by name. */
	readonly otherFields: Digests;
}

export type Digests = Readonly<Record<string, string>>;

const anything = v.record(v.string(), v.unknown());

const quantities = v.nullish(
	v.record(v.string(), v.pipe(v.union([v.string(), v.number()]), v.transform(String), identText)),
	{},
);

const containerSchema = v.pipe(
	v.looseObject({
		name: identText,
		image: v.nullish(identText, ''),
		env: listField(v.looseObject({name: identText})),
		resources: partField({limits: quantities, requests: quantities}),
	}),
	v.transform(
		({name, image, env, resources, ...others}): TemplateContainer => ({
			name,
			image,
			env: Object.fromEntries(env.map(variable => [variable.name, digest(variable)])),
			resources: {...suffixed(resources.limits, 'limit'), ...suffixed(resources.requests, 'request')},
			otherFields: digests(others),
		}),
	),
);

/** A template; without containers where the object names another as its holder. */
export const podTemplateField = v.pipe(
	partField({
		metadata: partField({labels: labelsField, annotations: v.nullish(anything, {})}),
		spec: v.pipe(v.nullish(anything, {}), v.looseObject({containers: listField(containerSchema)})),
	}),
	v.transform(({metadata, spec: {containers, ...others}}): PodTemplate => {
		const annotations = Object.entries(metadata.annotations).map(([name, value]) => [`annotation ${name}`, value]);
		return {
			labels: metadata.labels,
			containers,
			otherFields: digests({...others, ...Object.fromEntries(annotations)}),
		};
	}),
);

function digests(fields: Readonly<Record<string, unknown>>): Digests {
	return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, digest(value)]));
}

function suffixed(values: Labels, suffix: string): Labels {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name} ${suffix}`, value]));
}
