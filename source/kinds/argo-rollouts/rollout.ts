import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {flagField, nameField, numberField, partField, shown, timeMsField} from '../fields.ts';
import {type LabelSelector, labelSelectorField} from '../label-selector.ts';
import {type PodTemplate, podTemplateField} from '../pod-template.ts';
import {resolvedSelector} from './resolved-selector.ts';
import {type RolloutStatus, statusField} from './rollout-status.ts';
import {type BlueGreenSpec, type CanarySpec, strategyField} from './strategy.ts';

export interface RolloutObject extends KubeObject {
	readonly desired: number;
	/** `spec.paused`: held by hand. */
	readonly isPaused: boolean;
	readonly progressDeadlineSeconds: number | null;
	/** The controller aborts when pods took too long, instead of giving up. */
	readonly isAbortedAtDeadline: boolean;
	readonly restartAtMs: number | null;
	readonly selector: LabelSelector;
	readonly template: PodTemplate;
	/** The object that holds the template instead of the Rollout. */
	readonly workload: Workload | null;
	readonly canary: CanarySpec | null;
	readonly blueGreen: BlueGreenSpec | null;
	readonly status: RolloutStatus;
}

export interface Workload {
	readonly kind: SafeText;
	readonly name: SafeText;
	/** What happens to the workload's own pods: `never`, `onsuccess`, `progressively`; null leaves them as they are. */
	readonly scaleDown: SafeText | null;
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			replicas: v.nullish(v.pipe(v.number(), v.safeInteger()), 1),
			paused: flagField,
			progressDeadlineSeconds: shown(numberField),
			progressDeadlineAbort: flagField,
			restartAt: timeMsField,
			selector: labelSelectorField,
			template: podTemplateField,
			workloadRef: v.nullish(objectOf({kind: identText, name: identText, scaleDown: shown(nameField)}), null),
			strategy: strategyField,
		}),
		status: statusField,
	}),
	v.transform(
		({metadata, spec, status: {told, ...status}}): RolloutObject => ({
			metadata,
			desired: spec.replicas,
			isPaused: spec.paused,
			progressDeadlineSeconds: spec.progressDeadlineSeconds,
			isAbortedAtDeadline: spec.progressDeadlineAbort,
			restartAtMs: spec.restartAt,
			selector: resolvedSelector(spec.selector, told),
			template: spec.template,
			workload: spec.workloadRef,
			canary: spec.strategy.canary,
			blueGreen: spec.strategy.blueGreen,
			status,
		}),
	),
);

export const ROLLOUTS: WatchedKind<RolloutObject> = {
	id: 'rollouts.argoproj.io',
	group: 'argoproj.io',
	versions: ['v1alpha1'],
	resource: 'rollouts',
	kind: 'Rollout',
	schema,
	watch: 'cluster',
};
