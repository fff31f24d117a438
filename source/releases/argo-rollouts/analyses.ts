import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import type {Analysis} from '../../domain/release/release.ts';
import {ANALYSIS_RUNS, type AnalysisRunObject} from '../../kinds/argo-rollouts/analysis-run.ts';
import type {ExperimentObject} from '../../kinds/argo-rollouts/experiment.ts';
import {HASH_LABEL} from '../../kinds/argo-rollouts/hash-label.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import type {AnalysisRunStatus, AnalysisRunStatuses} from '../../kinds/argo-rollouts/rollout-status.ts';
import {metricNotes, metricOf, phaseOfRun} from './analysis-metrics.ts';
import {experimentAnalyses} from './experiments.ts';
import {hasCanary} from './situation.ts';

/**
 * The analysis runs of the canary revision and of its experiment, oldest first, without those of attempts
 * before a retry.
 */
export function analysisRunsOf(
	rollout: RolloutObject,
	experiment: ExperimentObject | null,
	snapshot: Snapshot,
): readonly AnalysisRunObject[] {
	if (!hasCanary(rollout)) return [];
	const isOwn = ({metadata}: AnalysisRunObject) =>
		metadata.labels[HASH_LABEL] === rollout.status.currentHash &&
		metadata.owners.some(({uid}) => uid === rollout.metadata.uid);
	const isExperiments = ({metadata}: AnalysisRunObject) =>
		metadata.owners.some(({uid}) => uid === experiment?.metadata.uid);
	const runs = snapshot
		.list(ANALYSIS_RUNS, rollout.metadata.namespace)
		.filter(run => isOwn(run) || isExperiments(run))
		.toSorted((a, b) => createdMs(a) - createdMs(b) || order(a, b));
	const since = attemptSinceMs(rollout, runs.filter(isOwn));
	return runs.filter(run => isNamed(rollout, run) || createdMs(run) > since);
}

/** The experiment and the analysis runs, for display. A run that only the Rollout's status names has no metrics. */
export function analysesOf(
	rollout: RolloutObject,
	runs: readonly AnalysisRunObject[],
	experiment: ExperimentObject | null,
): readonly Analysis[] {
	if (!hasCanary(rollout)) return [];
	const seen = new Set<string>(runs.map(({metadata}) => metadata.name));
	const named = namedRuns(rollout).flatMap(({where, run}): readonly Analysis[] =>
		seen.has(run.name) ? [] : [{name: run.name, phase: phaseOfRun(run.status), where, metrics: []}],
	);
	return [
		...(experiment ? experimentAnalyses(experiment, seen) : []),
		...runs.map(run => ({
			name: run.metadata.name,
			phase: phaseOfRun(run.phase),
			where: placeOf(rollout, run, experiment),
			metrics: run.metrics.map(metric => metricOf(run, metric)),
			notes: run.metrics.flatMap(metric => metricNotes(run, metric)),
		})),
		...named,
	];
}

/** The runs that the Rollout's status names, and what each is for. */
export function namedRuns({
	status,
}: RolloutObject): readonly {readonly where: keyof AnalysisRunStatuses; readonly run: AnalysisRunStatus}[] {
	const places = Object.entries(status.analysisRuns) as [keyof AnalysisRunStatuses, AnalysisRunStatus | null][];
	return places.flatMap(([where, run]) => (run === null ? [] : [{where, run}]));
}

/**
 * Creation time (ms) of the newest run that must belong to an earlier attempt. Argo does not record when a
 * retry happened. But within one attempt the step index only grows, and the status names each run that failed
 * or still runs.
 */
function attemptSinceMs(rollout: RolloutObject, runs: readonly AnalysisRunObject[]): number {
	const isEarlier = (run: AnalysisRunObject, at: number) => {
		if (isNamed(rollout, run)) return false;
		if (run.phase === 'Failed' || run.phase === 'Error') return true;
		if (!rollout.status.abort && stepOf(run) >= (rollout.status.stepIndex ?? 0)) return true;
		return runs
			.slice(at + 1)
			.some(newer => placeOf(rollout, newer, null) === placeOf(rollout, run, null) && stepOf(newer) <= stepOf(run));
	};
	return runs.reduce((since, run, at) => (isEarlier(run, at) ? createdMs(run) : since), Number.NEGATIVE_INFINITY);
}

/**
 * The index of the step that the run was made for; infinite for a run of no step, which lasts as long as the
 * release.
 */
function stepOf({metadata}: AnalysisRunObject): number {
	return Number(metadata.labels['step-index'] ?? Number.POSITIVE_INFINITY);
}

function isNamed(rollout: RolloutObject, {metadata}: AnalysisRunObject): boolean {
	return namedRuns(rollout).some(({run}) => run.name === metadata.name);
}

function createdMs({metadata}: AnalysisRunObject): number {
	return metadata.createdAtMs ?? 0;
}

function order(a: AnalysisRunObject, b: AnalysisRunObject): number {
	return a.metadata.name < b.metadata.name ? -1 : 1;
}

function placeOf(
	rollout: RolloutObject,
	{metadata}: AnalysisRunObject,
	experiment: ExperimentObject | null,
): Analysis['where'] {
	if (metadata.owners.some(({uid}) => uid === experiment?.metadata.uid)) return 'experiment';
	switch (metadata.labels['rollout-type'] as string | undefined) {
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
