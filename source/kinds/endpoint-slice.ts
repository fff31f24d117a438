import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {listField, nameField, partField} from './fields.ts';

export interface EndpointSliceObject extends KubeObject {
	/** The Service that it belongs to. */
	readonly service: SafeText | null;
	/** Endpoints that take traffic. */
	readonly ready: number;
	readonly readyPods: readonly SafeText[];
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		endpoints: listField(
			objectOf({
				// The API says that unknown readiness is to be read as ready.
				conditions: partField({ready: v.nullish(v.boolean(), true)}),
				targetRef: partField({kind: nameField, name: nameField}),
			}),
		),
	}),
	v.transform(({metadata, endpoints}): EndpointSliceObject => {
		const ready = endpoints.filter(endpoint => endpoint.conditions.ready);
		return {
			metadata,
			service: metadata.labels['kubernetes.io/service-name'] ?? null,
			ready: ready.length,
			readyPods: ready.flatMap(({targetRef}) => (targetRef.kind === 'Pod' && targetRef.name ? [targetRef.name] : [])),
		};
	}),
);

export const ENDPOINT_SLICES: WatchedKind<EndpointSliceObject> = {
	id: 'endpointslices.discovery.k8s.io',
	group: 'discovery.k8s.io',
	versions: ['v1'],
	resource: 'endpointslices',
	kind: 'EndpointSlice',
	schema,
	watch: 'release',
};
