import * as v from 'valibot';
import {type KubeObject, type Labels, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {labelsField, nameField, numberField, partField, shownList} from './fields.ts';

export interface ServiceObject extends KubeObject {
	/** Empty for a Service without a selector. */
	readonly selector: Labels;
	readonly ports: readonly ServicePort[];
}

export interface ServicePort {
	/** Null where the only port has none. */
	readonly name: SafeText | null;
	readonly port: number | null;
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({selector: labelsField, ports: shownList(objectOf({name: nameField, port: numberField}))}),
	}),
	v.transform(({metadata, spec}): ServiceObject => ({metadata, ...spec})),
);

export const SERVICES: WatchedKind<ServiceObject> = {
	id: 'services',
	group: '',
	versions: ['v1'],
	resource: 'services',
	kind: 'Service',
	schema,
	watch: 'cluster',
};
