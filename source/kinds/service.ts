import * as v from 'valibot';
import {type KubeObject, type Labels, metadataSchema, type WatchedKind} from '../domain/kube-object.ts';
import {objectOf} from '../domain/object-schema.ts';
import {labelsField, partField} from './fields.ts';

export interface ServiceObject extends KubeObject {
	/** Empty for a Service without a selector. */
	readonly selector: Labels;
}

const schema = v.pipe(
	objectOf({metadata: metadataSchema, spec: partField({selector: labelsField})}),
	v.transform(({metadata, spec}): ServiceObject => ({metadata, selector: spec.selector})),
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
