import {measuredText} from '../../domain/release/measured-text.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../domain/time.ts';
import type {AnalysisRunObject} from '../../kinds/argo-rollouts/analysis-run.ts';
import type {ExperimentObject} from '../../kinds/argo-rollouts/experiment.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {namedRuns} from './analyses.ts';
import {metricOf} from './analysis-metrics.ts';
import {experimentPods} from './experiments.ts';

export interface AnalysisFacts {
	readonly rollout: RolloutObject;
	readonly runs: readonly AnalysisRunObject[];
	readonly experiment: ExperimentObject | null;
}

/** `aborts by itself if success-rate fails`, for the analyses that run beside the steps; null if none runs. */
export function abortsIf({rollout, runs}: AnalysisFacts): SafeText | null {
	const running = namedRuns(rollout).filter(({where, run}) => where !== 'step' && isRunning(run.status));
	const metrics = running.flatMap(({where, run}) => {
		const found = runs.find(({metadata}) => metadata.name === run.name);
		return found && found.metrics.length > 0 ? deciding(found).map(({name}) => name) : [titles[where]];
	});
	return metrics.length === 0 ? null : safe`aborts by itself if ${joined(metrics)} fails`;
}

/** `analysis success-rate 2 of 3 measured, 1 failed (1 allowed)`, or the experiment with its pods. */
export function analysisProgress({rollout, runs, experiment}: AnalysisFacts, nowMs: number): SafeText {
	if (rollout.status.experiment !== null) {
		const end = experiment && experimentEndMs(experiment);
		const until = end === null ? safe`` : safe`, until ${ident(clockTimeSince(end, nowMs))}`;
		return safe`experiment${experiment ? safe` ${experimentPods(experiment)}` : safe``}${until}`;
	}
	const names = namedRuns(rollout).flatMap(({run}) => (run.status === 'Running' ? [run.name] : []));
	const run = runs.findLast(({metadata}) => names.includes(metadata.name));
	const metric = run && (deciding(run)[0] ?? run.metrics[0]);
	if (!run || !metric) return safe`analysis runs`;
	const measured = measuredText(metricOf(run, metric));
	const name = metric.isDryRun ? safe`${metric.name} (dry run)` : metric.name;
	return measured === null ? safe`analysis ${name} runs` : safe`analysis ${name} ${measured}`;
}

/**
 * Whether a running analysis or experiment can abort the release. A run whose metrics are all dry runs cannot
 * fail.
 */
export function canFail({rollout, runs}: AnalysisFacts): boolean {
	if (rollout.status.experiment !== null) return true;
	const names = namedRuns(rollout).flatMap(({run}) => (isRunning(run.status) ? [run.name] : []));
	const found = runs.filter(({metadata}) => names.includes(metadata.name));
	return found.length < names.length || found.some(run => run.metrics.length === 0 || deciding(run).length > 0);
}

function deciding({metrics}: AnalysisRunObject): AnalysisRunObject['metrics'] {
	return metrics.filter(({isDryRun}) => !isDryRun);
}

const titles = {
	step: safe`the analysis`,
	background: safe`the background analysis`,
	prePromotion: safe`the pre-promotion analysis`,
	postPromotion: safe`the post-promotion analysis`,
} as const;

/** An experiment's duration counts from the time when all its pods were available. */
function experimentEndMs({availableAtMs, durationMs}: ExperimentObject): number | null {
	return availableAtMs === null || durationMs === null ? null : availableAtMs + durationMs;
}

function isRunning(status: SafeText | null): boolean {
	return status === 'Running' || status === 'Pending';
}

function joined(names: readonly SafeText[]): SafeText {
	const [first, ...others] = names;
	return others.reduce((text, name) => safe`${text} or ${name}`, first ?? safe``);
}
