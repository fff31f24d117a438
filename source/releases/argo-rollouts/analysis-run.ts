import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../../domain/kube-object.ts';
import {countField, listField, messageField, nameField, partField} from '../../domain/objects/fields.ts';
import {line, type SafeText} from '../../domain/safe-text.ts';

export interface AnalysisRunObject extends KubeObject {
	readonly phase: SafeText | null;
	readonly message: SafeText;
	readonly metrics: readonly MetricSpec[];
	readonly results: readonly MetricResult[];
}

export interface MetricSpec {
	readonly name: SafeText;
	/** How many measurements are wanted; null when it measures until it is stopped. */
	readonly count: number | null;
	readonly failureLimit: number | null;
	readonly successCondition: SafeText | null;
	readonly failureCondition: SafeText | null;
}

export interface MetricResult {
	readonly name: SafeText;
	readonly phase: SafeText | null;
	readonly message: SafeText;
	readonly successful: number;
	readonly failed: number;
	readonly inconclusive: number;
	readonly error: number;
	readonly measurements: readonly {readonly phase: SafeText | null; readonly value: SafeText | null}[];
}

const textField = v.nullish(
	v.pipe(
		v.string(),
		v.transform((text: string): SafeText => line(text)),
	),
	null,
);

/** A number, a number as text, or an argument that is filled in elsewhere: unknown then. */
const limitField = v.pipe(
	v.nullish(v.union([v.number(), v.string()]), null),
	v.transform(value => (value === null || !Number.isInteger(Number(value)) ? null : Number(value))),
);

const schema = v.pipe(
	v.object({
		metadata: metadataSchema,
		spec: partField({
			metrics: listField(
				v.object({
					name: identText,
					count: limitField,
					failureLimit: limitField,
					successCondition: textField,
					failureCondition: textField,
				}),
			),
		}),
		status: partField({
			phase: nameField,
			message: messageField,
			metricResults: listField(
				v.object({
					name: identText,
					phase: nameField,
					message: messageField,
					successful: countField,
					failed: countField,
					inconclusive: countField,
					error: countField,
					measurements: listField(v.object({phase: nameField, value: textField})),
				}),
			),
		}),
	}),
	v.transform(
		({metadata, spec, status}): AnalysisRunObject => ({
			metadata,
			phase: status.phase,
			message: status.message,
			metrics: spec.metrics,
			results: status.metricResults,
		}),
	),
);

export const ANALYSIS_RUNS: WatchedKind<AnalysisRunObject> = {
	id: 'analysisruns.argoproj.io',
	group: 'argoproj.io',
	versions: ['v1alpha1'],
	resource: 'analysisruns',
	kind: 'AnalysisRun',
	schema,
	watch: 'release',
};
