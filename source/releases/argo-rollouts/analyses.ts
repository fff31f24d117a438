import type {Snapshot} from '../../domain/kube-object.ts';
import type {Analysis, AnalysisMetric} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {ANALYSIS_RUNS, type AnalysisRunObject, type MetricResult} from './analysis-run.ts';
import type {AnalysisRunStatuses, RolloutObject} from './rollout.ts';
import {HASH_LABEL, hasCanary} from './situation.ts';

/** The analysis runs of the revision that is on its way in, the oldest first. */
export function analysisRunsOf(rollout: RolloutObject, snapshot: Snapshot): readonly AnalysisRunObject[] {
	if (!hasCanary(rollout)) return [];
	return snapshot
		.list(ANALYSIS_RUNS, rollout.metadata.namespace)
		.filter(({metadata}) => metadata.owners.some(({uid}) => uid === rollout.metadata.uid))
		.filter(({metadata}) => metadata.labels[HASH_LABEL] === rollout.status.currentHash)
		.toSorted((a, b) => (a.metadata.createdAtMs ?? 0) - (b.metadata.createdAtMs ?? 0) || order(a, b));
}

/** The same, as the screen shows them; a run that only the Rollout's status names stands without metrics. */
export function analysesOf(rollout: RolloutObject, runs: readonly AnalysisRunObject[]): readonly Analysis[] {
	if (!hasCanary(rollout)) return [];
	const seen = new Set<string>(runs.map(({metadata}) => metadata.name));
	const places = Object.entries(rollout.status.analysisRuns) as [
		keyof AnalysisRunStatuses,
		AnalysisRunStatuses['step'],
	][];
	const named = places.flatMap(([where, run]): readonly Analysis[] =>
		run === null || seen.has(run.name) ? [] : [{name: run.name, phase: phaseOfRun(run.status), where, metrics: []}],
	);
	return [
		...runs.map(run => ({
			name: run.metadata.name,
			phase: phaseOfRun(run.phase),
			where: placeOf(rollout, run),
			metrics: run.metrics.map(metric => metricOf(run, metric)),
		})),
		...named,
	];
}

/** What the last measurement said; null before there is one. */
export function lastValue(result: MetricResult | undefined): SafeText | null {
	return result?.measurements.at(-1)?.value ?? null;
}

function order(a: AnalysisRunObject, b: AnalysisRunObject): number {
	return a.metadata.name < b.metadata.name ? -1 : 1;
}

function metricOf(run: AnalysisRunObject, metric: AnalysisRunObject['metrics'][number]): AnalysisMetric {
	const result = run.results.find(({name}) => name === metric.name);
	return {
		name: metric.name,
		phase: result?.phase ?? safe`Pending`,
		successful: result?.successful ?? 0,
		failed: result?.failed ?? 0,
		inconclusive: result?.inconclusive ?? 0,
		count: metric.count,
		lastValue: lastValue(result),
		condition: metric.successCondition ?? metric.failureCondition,
	};
}

function phaseOfRun(phase: SafeText | null): Analysis['phase'] {
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

function placeOf(rollout: RolloutObject, run: AnalysisRunObject): Analysis['where'] {
	switch (run.metadata.labels['rollout-type'] as string | undefined) {
		case 'Background':
			return 'background';
		case 'PrePromotion':
			return 'prePromotion';
		case 'PostPromotion':
			return 'postPromotion';
		default:
			return rollout.blueGreen ? 'prePromotion' : 'step';
	}
}
