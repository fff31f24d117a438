import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {countField, nameField, partField, shown} from './fields.ts';
import {type LabelSelector, labelSelectorField} from './label-selector.ts';
import {type PodTemplate, podTemplateField} from './pod-template.ts';

export interface StatefulSetObject extends KubeObject {
	readonly desired: number;
	readonly selector: LabelSelector;
	readonly template: PodTemplate;
	/** `OnDelete`: a pod takes the new template only after it is deleted. */
	readonly isOnDelete: boolean;
	/** Pods below this place keep the current revision. Places count from 0, whatever ordinal the first pod has. */
	readonly partition: number;
	/** `OrderedReady`: one pod that is not ready holds up all others. */
	readonly isOrdered: boolean;
	readonly firstOrdinal: number;
	readonly minReadySeconds: number;
	/** 0 before the controller saw the object. */
	readonly observedGeneration: number;
	readonly replicas: number;
	readonly ready: number;
	readonly available: number;
	/** Pods of the update revision. */
	readonly updated: number;
	/** Names of ControllerRevisions; null before the controller wrote them. */
	readonly currentRevision: SafeText | null;
	readonly updateRevision: SafeText | null;
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			// Absent means one: the API server writes that default.
			replicas: v.nullish(v.pipe(v.number(), v.safeInteger()), 1),
			selector: labelSelectorField,
			template: podTemplateField,
			podManagementPolicy: nameField,
			updateStrategy: partField({type: nameField, rollingUpdate: partField({partition: countField})}),
			minReadySeconds: shown(countField),
			ordinals: partField({start: countField}),
		}),
		status: partField({
			observedGeneration: countField,
			replicas: countField,
			readyReplicas: countField,
			availableReplicas: countField,
			updatedReplicas: countField,
			currentRevision: nameField,
			updateRevision: nameField,
		}),
	}),
	v.transform(
		({metadata, spec, status}): StatefulSetObject => ({
			metadata,
			desired: spec.replicas,
			selector: spec.selector,
			template: spec.template,
			isOnDelete: spec.updateStrategy.type === 'OnDelete',
			partition: spec.updateStrategy.rollingUpdate.partition,
			isOrdered: spec.podManagementPolicy !== 'Parallel',
			firstOrdinal: spec.ordinals.start,
			minReadySeconds: spec.minReadySeconds,
			observedGeneration: status.observedGeneration,
			replicas: status.replicas,
			ready: status.readyReplicas,
			available: status.availableReplicas,
			updated: status.updatedReplicas,
			currentRevision: status.currentRevision,
			updateRevision: status.updateRevision,
		}),
	),
);

export const STATEFUL_SETS: WatchedKind<StatefulSetObject> = {
	id: 'statefulsets.apps',
	group: 'apps',
	versions: ['v1'],
	resource: 'statefulsets',
	kind: 'StatefulSet',
	schema,
	watch: 'cluster',
};
