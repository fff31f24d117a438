import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import {type Condition, conditionsField} from './condition.ts';
import {countField, flagField, numberField, partField, shown} from './fields.ts';
import {type LabelSelector, labelSelectorField} from './label-selector.ts';
import {type PodTemplate, podTemplateField} from './pod-template.ts';

export interface DeploymentObject extends KubeObject {
	readonly desired: number;
	readonly isPaused: boolean;
	readonly progressDeadlineSeconds: number | null;
	readonly selector: LabelSelector;
	readonly template: PodTemplate;
	/** 0 before the controller saw the object. */
	readonly observedGeneration: number;
	readonly replicas: number;
	readonly updated: number;
	readonly ready: number;
	readonly available: number;
	readonly conditions: readonly Condition[];
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			// Absent means one: the API server writes that default.
			replicas: v.nullish(v.pipe(v.number(), v.safeInteger()), 1),
			paused: flagField,
			progressDeadlineSeconds: shown(numberField),
			selector: labelSelectorField,
			template: podTemplateField,
		}),
		status: partField({
			observedGeneration: countField,
			replicas: countField,
			updatedReplicas: countField,
			readyReplicas: countField,
			availableReplicas: countField,
			conditions: conditionsField,
		}),
	}),
	v.transform(
		({metadata, spec, status}): DeploymentObject => ({
			metadata,
			desired: spec.replicas,
			isPaused: spec.paused,
			progressDeadlineSeconds: spec.progressDeadlineSeconds,
			selector: spec.selector,
			template: spec.template,
			observedGeneration: status.observedGeneration,
			replicas: status.replicas,
			updated: status.updatedReplicas,
			ready: status.readyReplicas,
			available: status.availableReplicas,
			conditions: status.conditions,
		}),
	),
);

export const DEPLOYMENTS: WatchedKind<DeploymentObject> = {
	id: 'deployments.apps',
	group: 'apps',
	versions: ['v1'],
	resource: 'deployments',
	kind: 'Deployment',
	schema,
	watch: 'cluster',
};
