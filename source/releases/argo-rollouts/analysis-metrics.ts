import type {Analysis, AnalysisMetric} from '../../domain/release/release.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {formatDuration} from '../../domain/time.ts';
import type {AnalysisRunObject, MetricResult, MetricSpec} from '../../kinds/argo-rollouts/analysis-run.ts';

/** One metric of a run: its measurements, its condition, and how many measurements may go wrong. */
export function metricOf(run: AnalysisRunObject, metric: MetricSpec): AnalysisMetric {
	const result = resultOf(run, metric);
	return {
		name: metric.name,
		phase: result?.phase ?? safe`Pending`,
		successful: result?.successful ?? 0,
		failed: result?.failed ?? 0,
		inconclusive: result?.inconclusive ?? 0,
		count: metric.count,
		...(metric.failureLimit !== null && metric.failureLimit < 0 ? {} : {failuresAllowed: metric.failureLimit ?? 0}),
		lastValue: lastValue(result, metric),
		condition: conditionOf(metric),
		limits: limitsOf(metric),
		...(metric.isDryRun ? {isDryRun: true} : {}),
	};
}

/**
 * The metric's condition and its query with the provider, one line each: `success-rate needs result[0] >= 0.95;
 * allows …`, `prometheus: sum(…)`.
 */
export function metricNotes(run: AnalysisRunObject, metric: MetricSpec): readonly SafeText[] {
	const every = metric.intervalMs === null ? safe`once` : safe`every ${ident(formatDuration(metric.intervalMs))}`;
	const query = resultOf(run, metric)?.resolvedQuery ?? metric.provider?.query ?? null;
	return [
		safe`${metric.name} ${wantedOf(metric)}, ${every}; ${metric.isDryRun ? safe`dry run: it decides nothing` : limitsOf(metric)}`,
		...(query === null ? [] : [safe`${metric.provider?.kind ?? safe`query`}: ${query}`]),
	];
}

export function phaseOfRun(phase: SafeText | null): Analysis['phase'] {
	switch (phase as string | null) {
		case 'Running':
			return 'Running';
		case 'Successful':
			return 'Successful';
		case 'Failed':
			return 'Failed';
		case 'Error':
			return 'Error';
		case 'Inconclusive':
			return 'Inconclusive';
		default:
			return 'Pending';
	}
}

function resultOf({results}: AnalysisRunObject, metric: MetricSpec): MetricResult | undefined {
	return results.find(({name}) => name === metric.name);
}

/** The value of the last measurement, rounded for display; null before the first measurement. */
export function lastValue(result: MetricResult | undefined, metric: MetricSpec): SafeText | null {
	const value = result?.measurements.at(-1)?.value ?? null;
	if (value === null) return null;
	const limits = numbersOf(`${metric.successCondition ?? ''} ${metric.failureCondition ?? ''}`);
	return line(value.replace(decimals, figure => rounded(Number(figure), limits)));
}

const decimals = /-?\d+\.\d+(e[-+]?\d+)?/gi;

/**
 * Rounds to four figures, or to more if the rounded value would equal a limit that the exact value does not
 * equal.
 */
function rounded(value: number, limits: readonly number[]): string {
	for (let figures = 4; figures < 16; figures++) {
		const short = Math.abs(value) >= 10 ** figures ? Math.round(value) : Number(value.toPrecision(figures));
		if (short === value || !limits.includes(short)) return String(short);
	}
	return String(value);
}

function numbersOf(text: string): readonly number[] {
	return (text.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
}

/** `needs result[0] >= 0.95`. If both conditions are given, a measurement that meets neither is inconclusive. */
export function wantedOf({successCondition, failureCondition}: MetricSpec): SafeText {
	if (successCondition !== null && failureCondition !== null) {
		return safe`needs ${successCondition}, fails on ${failureCondition}`;
	}
	if (successCondition !== null) return safe`needs ${successCondition}`;
	return failureCondition === null ? safe`no condition` : safe`fails on ${failureCondition}`;
}

/** How many bad measurements the metric may have. The defaults are the controller's; -1 means no limit. */
function limitsOf({failureLimit, inconclusiveLimit, consecutiveErrorLimit}: MetricSpec): SafeText {
	const failed = failureLimit !== null && failureLimit < 0 ? safe`any` : safe`${failureLimit ?? 0}`;
	return safe`allows ${failed} failed, ${inconclusiveLimit ?? 0} inconclusive, ${consecutiveErrorLimit ?? 4} errors in a row`;
}

function conditionOf({successCondition, failureCondition}: MetricSpec): SafeText | null {
	if (successCondition === null || failureCondition === null) return successCondition ?? failureCondition;
	return safe`${successCondition}; fails on ${failureCondition}`;
}
