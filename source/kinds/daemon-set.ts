import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {countField, nameField, partField, shown} from './fields.ts';
import {type LabelSelector, labelSelectorField} from './label-selector.ts';
import {type PodTemplate, podTemplateField} from './pod-template.ts';

export interface DaemonSetObject extends KubeObject {
	readonly selector: LabelSelector;
	readonly template: PodTemplate;
	/** `OnDelete`: a pod takes the new template only after it is deleted. */
	readonly isOnDelete: boolean;
	/** How many nodes may be without a pod while the set rolls: `1`, `10%`. */
	readonly maxUnavailable: SafeText | null;
	/** 0 before the controller saw the object. */
	readonly observedGeneration: number;
	/** Nodes that are to run a pod. */
	readonly desired: number;
	/** Nodes that run a pod of the newest template. */
	readonly updated: number;
	readonly ready: number;
	readonly available: number;
}

const countOrPercent = shown(
	v.nullish(v.pipe(v.union([v.string(), v.number()]), v.transform(String), identText), null),
);

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			selector: labelSelectorField,
			template: podTemplateField,
			updateStrategy: partField({type: nameField, rollingUpdate: partField({maxUnavailable: countOrPercent})}),
		}),
		status: partField({
			observedGeneration: countField,
			desiredNumberScheduled: countField,
			updatedNumberScheduled: countField,
			numberReady: countField,
			numberAvailable: countField,
		}),
	}),
	v.transform(
		({metadata, spec, status}): DaemonSetObject => ({
			metadata,
			selector: spec.selector,
			template: spec.template,
			isOnDelete: spec.updateStrategy.type === 'OnDelete',
			maxUnavailable: spec.updateStrategy.rollingUpdate.maxUnavailable,
			observedGeneration: status.observedGeneration,
			desired: status.desiredNumberScheduled,
			updated: status.updatedNumberScheduled,
			ready: status.numberReady,
			available: status.numberAvailable,
		}),
	),
);

export const DAEMON_SETS: WatchedKind<DaemonSetObject> = {
	id: 'daemonsets.apps',
	group: 'apps',
	versions: ['v1'],
	resource: 'daemonsets',
	kind: 'DaemonSet',
	schema,
	watch: 'cluster',
};
