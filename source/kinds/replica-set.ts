import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import {countField, partField} from './fields.ts';
import {type PodTemplate, podTemplateField} from './pod-template.ts';

export interface ReplicaSetObject extends KubeObject {
	readonly desired: number;
	readonly replicas: number;
	readonly ready: number;
	readonly available: number;
	readonly template: PodTemplate;
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({replicas: countField, template: podTemplateField}),
		status: partField({replicas: countField, readyReplicas: countField, availableReplicas: countField}),
	}),
	v.transform(
		({metadata, spec, status}): ReplicaSetObject => ({
			metadata,
			desired: spec.replicas,
			replicas: status.replicas,
			ready: status.readyReplicas,
			available: status.availableReplicas,
			template: spec.template,
		}),
	),
);

export const REPLICA_SETS: WatchedKind<ReplicaSetObject> = {
	id: 'replicasets.apps',
	group: 'apps',
	versions: ['v1'],
	resource: 'replicasets',
	kind: 'ReplicaSet',
	schema,
	watch: 'release',
};
