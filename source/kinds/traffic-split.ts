import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {listField, nameField, partField} from './fields.ts';

export interface TrafficSplitObject extends KubeObject {
	/** The Service that is called, short or qualified. */
	readonly service: SafeText | null;
	/** Names of route groups: the split applies only to requests that they match. */
	readonly groups: readonly SafeText[];
	readonly backends: readonly TrafficSplitBackend[];
}

export interface TrafficSplitBackend {
	readonly service: SafeText;
	/** Relative to the other backends; null where none is written. */
	readonly weight: number | null;
}

/** A number, or a quantity as text: `90`, `900m`. */
const weightField = v.nullish(
	v.union([
		v.number(),
		v.pipe(
			v.string(),
			v.regex(/^\d+(?:\.\d+)?m?$/),
			v.transform(text => Number.parseFloat(text) / (text.endsWith('m') ? 1000 : 1)),
		),
	]),
	null,
);

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			service: nameField,
			matches: listField(objectOf({name: identText})),
			backends: listField(objectOf({service: identText, weight: weightField})),
		}),
	}),
	v.transform(
		({metadata, spec}): TrafficSplitObject => ({
			metadata,
			service: spec.service,
			groups: spec.matches.map(({name}) => name),
			backends: spec.backends,
		}),
	),
);

export const TRAFFIC_SPLITS: WatchedKind<TrafficSplitObject> = {
	id: 'trafficsplits.split.smi-spec.io',
	group: 'split.smi-spec.io',
	versions: ['v1alpha4', 'v1alpha3', 'v1alpha2', 'v1alpha1'],
	resource: 'trafficsplits',
	kind: 'TrafficSplit',
	schema,
	watch: 'cluster',
};
