import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {parseDurationMs} from '../../domain/time.ts';
import {countField, messageField, nameField, partField, shown, shownList, timeMsField} from '../fields.ts';

export interface ExperimentObject extends KubeObject {
	readonly phase: SafeText | null;
	readonly message: SafeText;
	/** Null: until its analyses have ended. */
	readonly durationMs: number | null;
	/** When all its pods became available, from which its duration counts; null before. */
	readonly availableAtMs: number | null;
	readonly templates: readonly ExperimentTemplate[];
	readonly analyses: readonly ExperimentAnalysis[];
}

/** Pods that run only for the experiment. */
export interface ExperimentTemplate {
	readonly name: SafeText;
	readonly desired: number;
	readonly available: number;
	readonly state: SafeText | null;
}

export interface ExperimentAnalysis {
	readonly name: SafeText;
	/** The name of its AnalysisRun. */
	readonly run: SafeText;
	readonly phase: SafeText | null;
	readonly message: SafeText;
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			duration: shown(v.nullish(v.union([v.string(), v.number()]), null)),
			templates: shownList(objectOf({name: identText, replicas: v.nullish(v.number(), 1)})),
		}),
		status: partField({
			phase: nameField,
			message: messageField,
			availableAt: timeMsField,
			templateStatuses: shownList(objectOf({name: identText, availableReplicas: countField, status: nameField})),
			analysisRuns: shownList(
				objectOf({name: identText, analysisRun: identText, phase: nameField, message: messageField}),
			),
		}),
	}),
	v.transform(
		({metadata, spec, status}): ExperimentObject => ({
			metadata,
			phase: status.phase,
			message: status.message,
			durationMs: parseDurationMs(spec.duration),
			availableAtMs: status.availableAt,
			templates: spec.templates.map(({name, replicas}) => {
				const found = status.templateStatuses.find(template => template.name === name);
				return {name, desired: replicas, available: found?.availableReplicas ?? 0, state: found?.status ?? null};
			}),
			analyses: status.analysisRuns.map(({name, analysisRun, phase, message}) => ({
				name,
				run: analysisRun,
				phase,
				message,
			})),
		}),
	),
);

export const EXPERIMENTS: WatchedKind<ExperimentObject> = {
	id: 'experiments.argoproj.io',
	group: 'argoproj.io',
	versions: ['v1alpha1'],
	resource: 'experiments',
	kind: 'Experiment',
	schema,
	watch: 'release',
};
