import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {type Condition, conditionsField} from '../condition.ts';
import {countField, flagField, listField, nameField, numberField, partField, shown, timeMsField} from '../fields.ts';
import {type AnalysisSpec, analysisField, noAnalysis} from './analysis-spec.ts';

export interface CanaryObject extends KubeObject {
	/** The workload that people change; Flagger makes its copy `<name>-primary`. */
	readonly target: {readonly kind: SafeText; readonly name: SafeText};
	/** Null: the provider that the controller was started with. */
	readonly provider: SafeText | null;
	/** The Service that callers use; Flagger puts `<apex>-primary` and `<apex>-canary` beside it. */
	readonly apex: SafeText;
	readonly hosts: readonly SafeText[];
	readonly isSuspended: boolean;
	/** `spec.skipAnalysis`, or no analysis at all: Flagger promotes a new version without checks. */
	readonly skipsAnalysis: boolean;
	readonly progressDeadlineSeconds: number;
	readonly analysis: AnalysisSpec;
	readonly status: CanaryStatus;
}

export interface CanaryStatus {
	/** Null before the controller saw the Canary. */
	readonly phase: SafeText | null;
	/** The weight according to Flagger; the route says what it really is. */
	readonly weight: number;
	readonly iterations: number;
	readonly failedChecks: number;
	readonly lastAppliedSpec: SafeText | null;
	readonly lastPromotedSpec: SafeText | null;
	/** When Flagger last wrote the status. */
	readonly lastTransitionMs: number | null;
	readonly conditions: readonly Condition[];
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			targetRef: partField({kind: v.nullish(identText, 'Deployment' as const), name: nameField}),
			provider: nameField,
			service: partField({name: nameField, hosts: listField(identText)}),
			suspend: flagField,
			skipAnalysis: flagField,
			progressDeadlineSeconds: shown(numberField),
			analysis: analysisField,
			// The older name of the same field.
			canaryAnalysis: analysisField,
		}),
		status: partField({
			phase: nameField,
			canaryWeight: countField,
			iterations: countField,
			failedChecks: countField,
			lastAppliedSpec: nameField,
			lastPromotedSpec: nameField,
			lastTransitionTime: timeMsField,
			conditions: conditionsField,
		}),
	}),
	v.transform(({metadata, spec, status}): CanaryObject => {
		const target = {kind: spec.targetRef.kind, name: spec.targetRef.name ?? metadata.name};
		const analysis = spec.analysis ?? spec.canaryAnalysis;
		return {
			metadata,
			target,
			provider: spec.provider,
			apex: spec.service.name ?? target.name,
			hosts: spec.service.hosts,
			isSuspended: spec.suspend,
			skipsAnalysis: spec.skipAnalysis || analysis === null,
			progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 600,
			analysis: analysis ?? noAnalysis,
			status: {
				phase: status.phase,
				weight: status.canaryWeight,
				iterations: status.iterations,
				failedChecks: status.failedChecks,
				lastAppliedSpec: status.lastAppliedSpec,
				lastPromotedSpec: status.lastPromotedSpec,
				lastTransitionMs: status.lastTransitionTime,
				conditions: status.conditions,
			},
		};
	}),
);

export const CANARIES: WatchedKind<CanaryObject> = {
	id: 'canaries.flagger.app',
	group: 'flagger.app',
	versions: ['v1beta1'],
	resource: 'canaries',
	kind: 'Canary',
	schema,
	watch: 'cluster',
};
