import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../../../../source/domain/cluster/kube-object.ts';

/** Kinds with minimal schemas: the adapter's tests are about transport, not about the fields of objects. */
export const serviceKind = kindOf({
	id: 'services',
	group: '',
	versions: ['v1'],
	resource: 'services',
	kind: 'Service',
	schema: v.object({
		metadata: metadataSchema,
		spec: v.optional(v.object({selector: v.optional(v.record(v.string(), v.string()), {})}), {}),
	}),
});

export const podKind = kindOf({
	id: 'pods',
	group: '',
	versions: ['v1'],
	resource: 'pods',
	kind: 'Pod',
	schema: v.object({metadata: metadataSchema}),
});

export const replicaSetKind = kindOf({
	id: 'replicasets.apps',
	group: 'apps',
	versions: ['v1'],
	resource: 'replicasets',
	kind: 'ReplicaSet',
	schema: v.object({metadata: metadataSchema}),
});

export const rolloutKind = kindOf({
	id: 'rollouts.argoproj.io',
	group: 'argoproj.io',
	versions: ['v1alpha1'],
	resource: 'rollouts',
	kind: 'Rollout',
	schema: v.object({metadata: metadataSchema}),
});

/** Not served by the demo. */
export const absentKind = kindOf({
	id: 'widgets.example.com',
	group: 'example.com',
	versions: ['v1'],
	resource: 'widgets',
	kind: 'Widget',
	schema: v.object({metadata: metadataSchema}),
});

export const testKinds = [serviceKind, podKind, replicaSetKind, rolloutKind, absentKind];

function kindOf<T extends KubeObject>(kind: Omit<WatchedKind<T>, 'watch'>): WatchedKind<T> {
	return {...kind, watch: 'cluster'};
}
