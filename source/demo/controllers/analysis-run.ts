import {rfc3339} from '../api/rfc3339.ts';
import {durationSeconds} from './duration.ts';
import type {
	AnalysisPhase,
	AnalysisRun,
	AnalysisRunStatus,
	Measurement,
	Metric,
	MetricResult,
} from './rollout/rollout-types.ts';
import type {EventWrite, Write} from './writes.ts';

/** The current answer to a metric's query; undefined when there is none, which counts as an error. */
export type AnalysisResult = (run: AnalysisRun, metric: Metric) => number | undefined;

/** Takes the measurements that are due. Ends the run when its metrics are complete, when one failed too often, or
 * when the run was terminated. */
export function reconcileAnalysisRun(
	run: AnalysisRun,
	analysisResult: AnalysisResult,
	nowMs: number,
): {readonly writes: readonly Write[]; readonly wakeAtMs: number | undefined} {
	if (isDone(run.status?.phase)) return {writes: [], wakeAtMs: undefined};
	const isTerminated = run.spec.terminate === true;
	const measured = run.spec.metrics.map(metric => {
		const before = run.status?.metricResults?.find(({name}) => name === metric.name);
		if (isTerminated) return before === undefined ? undefined : {...before, phase: 'Successful' as const};
		return measure(run, metric, before, analysisResult, nowMs);
	});
	const tried = new Set(run.spec.dryRun?.map(({metricName}) => metricName));
	const results = measured
		.filter(result => result !== undefined)
		.map(result => (tried.has(result.name) ? {...result, dryRun: true} : result));
	const phase = isTerminated ? 'Successful' : phaseOf(results);
	const message = isTerminated ? 'Run Terminated' : messageOf(run.spec.metrics, results);
	const status = statusOf(run, results, phase, message, nowMs);
	return {
		writes: [
			...events(run, results, phase),
			{kind: 'replace', resource: 'analysisruns.argoproj.io', object: {...run, status}},
		],
		wakeAtMs: isDone(phase) ? undefined : nextAtMs(run.spec.metrics, results),
	};
}

function measure(
	run: AnalysisRun,
	metric: Metric,
	before: MetricResult | undefined,
	analysisResult: AnalysisResult,
	nowMs: number,
): MetricResult {
	const resolved = resolveQuery(run, metric);
	const result = before ?? {
		name: metric.name,
		phase: 'Running',
		...(resolved === undefined ? {} : {metadata: {ResolvedPrometheusQuery: resolved}}),
	};
	if (isDone(result.phase) || dueAtMs(metric, result) > nowMs) return result;
	const value = analysisResult(run, metric);
	const isSuccess = value !== undefined && meets(metric.successCondition, value);
	const phase: AnalysisPhase = value === undefined ? 'Error' : isSuccess ? 'Successful' : 'Failed';
	const at = rfc3339(nowMs);
	const measurement: Measurement = {
		phase,
		startedAt: at,
		finishedAt: at,
		value: value === undefined ? '' : `[${value}]`,
	};
	const successful = (result.successful ?? 0) + (isSuccess ? 1 : 0);
	const failed = (result.failed ?? 0) + (isSuccess ? 0 : 1);
	const {consecutiveSuccess: streak = 0, ...rest} = result;
	const count = (result.count ?? 0) + 1;
	const isThrough = metric.count !== undefined && count >= metric.count;
	return {
		...rest,
		count,
		...(isSuccess ? {consecutiveSuccess: streak + 1} : {}),
		...(successful > 0 ? {successful} : {}),
		...(failed > 0 ? {failed} : {}),
		measurements: [...(result.measurements ?? []), measurement],
		phase: failed > (metric.failureLimit ?? 0) ? 'Failed' : isThrough ? 'Successful' : 'Running',
	};
}

function dueAtMs({interval}: Metric, {measurements = []}: MetricResult): number {
	const last = measurements.at(-1);
	return last === undefined ? 0 : Date.parse(last.startedAt) + (durationSeconds(interval) ?? 0) * 1000;
}

function nextAtMs(metrics: readonly Metric[], results: readonly MetricResult[]): number | undefined {
	const times = results
		.filter(({phase}) => !isDone(phase))
		.map(result => dueAtMs(metrics.find(({name}) => name === result.name) ?? {name: ''}, result));
	return times.length === 0 ? undefined : Math.min(...times);
}

/** `condition` is like `result[0] >= 0.95`, or `true`. */
function meets(condition: string | undefined, value: number): boolean {
	if (condition === undefined || condition === 'true') return true;
	const [, operator, bound] = /^result\[0\] (>=|>|<=|<) ([\d.]+)$/.exec(condition) ?? [];
	const limit = Number(bound);
	switch (operator) {
		case '>=':
			return value >= limit;
		case '>':
			return value > limit;
		case '<=':
			return value <= limit;
		case '<':
			return value < limit;
		default:
			throw new Error(`The demo cannot evaluate the success condition ${condition}`);
	}
}

/** A metric in dry run cannot fail the run, but the run waits for it as for the others. */
function phaseOf(results: readonly MetricResult[]): AnalysisPhase {
	if (results.some(({phase, dryRun}) => phase === 'Failed' && dryRun !== true)) return 'Failed';
	return results.every(({phase}) => isDone(phase)) ? 'Successful' : 'Running';
}

function messageOf(metrics: readonly Metric[], results: readonly MetricResult[]): string | undefined {
	const failed = results.find(({phase, dryRun}) => phase === 'Failed' && dryRun !== true);
	if (failed === undefined) return undefined;
	const limit = metrics.find(({name}) => name === failed.name)?.failureLimit ?? 0;
	return `Metric "${failed.name}" assessed Failed due to failed (${failed.failed}) > failureLimit (${limit})`;
}

function statusOf(
	run: AnalysisRun,
	metricResults: readonly MetricResult[],
	phase: AnalysisPhase,
	message: string | undefined,
	nowMs: number,
): AnalysisRunStatus {
	const tried = metricResults.filter(({dryRun}) => dryRun === true);
	const count = metricResults.length - tried.length;
	const triedFailed = tried.filter(result => result.phase === 'Failed').length;
	const outcome = phase === 'Successful' ? {successful: count} : phase === 'Failed' ? {failed: count} : {};
	return {
		...(isDone(phase) ? {completedAt: rfc3339(nowMs)} : {}),
		dryRunSummary: {
			...(tried.length > 0 ? {count: tried.length} : {}),
			...(triedFailed > 0 ? {failed: triedFailed} : {}),
		},
		...(message === undefined ? {} : {message}),
		metricResults,
		phase,
		runSummary: {count, ...outcome},
		startedAt: run.status?.startedAt ?? rfc3339(nowMs),
	};
}

function events(run: AnalysisRun, results: readonly MetricResult[], phase: AnalysisPhase): readonly EventWrite[] {
	const say = (reason: string, message: string, isBad: boolean): EventWrite => ({
		kind: 'event',
		about: run,
		type: isBad ? 'Warning' : 'Normal',
		reason,
		message,
	});
	const before = (name: string) => run.status?.metricResults?.find(result => result.name === name)?.phase;
	return [
		...results
			.filter(result => isDone(result.phase) && !isDone(before(result.name)))
			.map(result =>
				say(
					`Metric${result.phase}`,
					`Metric '${result.name}' Completed. Result: ${result.phase}`,
					result.phase !== 'Successful',
				),
			),
		...(isDone(phase)
			? [say(`AnalysisRun${phase}`, `Analysis Completed. Result: ${phase}`, phase !== 'Successful')]
			: []),
	];
}

function resolveQuery({spec}: AnalysisRun, {provider}: Metric): string | undefined {
	return provider?.prometheus?.query?.replaceAll(/\{\{\s*args\.([\w-]+)\s*\}\}/g, (placeholder, name: string) => {
		return spec.args?.find(arg => arg.name === name)?.value ?? placeholder;
	});
}

function isDone(phase: AnalysisPhase | undefined): boolean {
	return phase !== undefined && phase !== '' && phase !== 'Pending' && phase !== 'Running';
}
