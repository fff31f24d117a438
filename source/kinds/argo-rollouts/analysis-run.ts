import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../../domain/cluster/kube-object.ts';
import {objectOf, recordOf} from '../../domain/cluster/object-schema.ts';
import {ident, line, type SafeText} from '../../domain/text/safe-text.ts';
import {parseDurationMs} from '../../domain/time.ts';
import {countField, flagField, messageField, nameField, partField, shown, shownList} from '../fields.ts';
import {isDryRun} from './dry-run.ts';

export interface AnalysisRunObject extends KubeObject {
	readonly phase: SafeText | null;
	readonly message: SafeText;
	/** `spec.terminate`: the run was told to end. */
	readonly isTerminated: boolean;
	readonly metrics: readonly MetricSpec[];
	readonly results: readonly MetricResult[];
}

export interface MetricSpec {
	readonly name: SafeText;
	/** How many measurements are wanted; null when it measures until it is stopped. */
	readonly count: number | null;
	readonly failureLimit: number | null;
	readonly inconclusiveLimit: number | null;
	readonly consecutiveErrorLimit: number | null;
	readonly intervalMs: number | null;
	/** `prometheus`, `job`, `web`; null where none is named. */
	readonly provider: {readonly kind: SafeText; readonly query: SafeText | null} | null;
	readonly successCondition: SafeText | null;
	readonly failureCondition: SafeText | null;
	/** A trial: the run's result does not depend on this metric. */
	readonly isDryRun: boolean;
}

export interface MetricResult {
	readonly name: SafeText;
	readonly phase: SafeText | null;
	readonly message: SafeText;
	readonly successful: number;
	readonly failed: number;
	readonly inconclusive: number;
	readonly error: number;
	/** Whether the controller treated the metric as a dry run. */
	readonly dryRun: boolean;
	/** The query with its arguments filled in; null for providers other than Prometheus. */
	readonly resolvedQuery: SafeText | null;
	readonly measurements: readonly {readonly phase: SafeText | null; readonly value: SafeText | null}[];
}

const textField = shown(
	v.nullish(
		v.pipe(
			v.string(),
			v.transform((text: string): SafeText => line(text)),
		),
		null,
	),
);

/** A number, or a number as text; null for an argument that is filled in elsewhere. */
const limitField = v.pipe(
	shown(v.nullish(v.union([v.number(), v.string()]), null)),
	v.transform(value => (value === null || !Number.isInteger(Number(value)) ? null : Number(value))),
);

const metricField = v.pipe(
	objectOf({
		name: identText,
		count: limitField,
		interval: shown(v.nullish(v.string(), null)),
		failureLimit: limitField,
		inconclusiveLimit: limitField,
		consecutiveErrorLimit: limitField,
		successCondition: textField,
		failureCondition: textField,
		provider: shown(v.nullish(recordOf(v.unknown()), {})),
	}),
	v.transform(
		({interval, count, provider, ...metric}): Omit<MetricSpec, 'isDryRun'> => ({
			...metric,
			intervalMs: parseDurationMs(interval),
			// No count and 0 mean the same: without an interval the metric measures once, with one until it is
			// stopped.
			count: count || (interval === null ? 1 : null),
			provider: providerOf(provider),
		}),
	),
);

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			terminate: flagField,
			metrics: shownList(metricField),
			dryRun: shownList(objectOf({metricName: nameField})),
		}),
		status: partField({
			phase: nameField,
			message: messageField,
			metricResults: shownList(
				v.pipe(
					objectOf({
						name: identText,
						phase: nameField,
						message: messageField,
						successful: countField,
						failed: countField,
						inconclusive: countField,
						error: countField,
						dryRun: shown(flagField),
						metadata: shown(partField({ResolvedPrometheusQuery: textField})),
						measurements: shownList(objectOf({phase: nameField, value: textField})),
					}),
					v.transform(
						({metadata, ...result}): MetricResult => ({...result, resolvedQuery: metadata.ResolvedPrometheusQuery}),
					),
				),
			),
		}),
	}),
	v.transform(
		({metadata, spec, status}): AnalysisRunObject => ({
			metadata,
			phase: status.phase,
			message: status.message,
			isTerminated: spec.terminate,
			metrics: spec.metrics.map(metric => ({
				...metric,
				isDryRun: isDryRun(metric.name, {rules: spec.dryRun, results: status.metricResults}),
			})),
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

function providerOf(provider: Readonly<Record<string, unknown>> | null): MetricSpec['provider'] {
	const [kind, settings] = Object.entries(provider ?? {})[0] ?? [];
	if (kind === undefined) return null;
	const query = typeof settings === 'object' && settings !== null && 'query' in settings ? settings.query : null;
	return {kind: ident(kind), query: typeof query === 'string' ? line(query) : null};
}
