import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import type {Analysis} from '../../domain/release/release.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {EXPERIMENTS, type ExperimentObject} from '../../kinds/argo-rollouts/experiment.ts';
import {HASH_LABEL} from '../../kinds/argo-rollouts/hash-label.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {phaseOfRun} from './analysis-metrics.ts';
import {abortCause, currentStep, hasCanary} from './situation.ts';

/**
 * The experiment of the current step; null if there is none. The status names an experiment only while it runs;
 * after that, the newest experiment of this revision tells why an experiment holds the release.
 */
export function currentExperiment(rollout: RolloutObject, snapshot: Snapshot): ExperimentObject | null {
	const {metadata, status} = rollout;
	if (!hasCanary(rollout)) return null;
	const named = status.experiment && snapshot.get(EXPERIMENTS, metadata.namespace, status.experiment);
	if (named) return named;
	if (currentStep(rollout)?.kind !== 'experiment' && !status.abort) return null;
	const own = snapshot
		.list(EXPERIMENTS, metadata.namespace)
		.filter(experiment => experiment.metadata.owners.some(({uid}) => uid === metadata.uid))
		.filter(experiment => experiment.metadata.labels[HASH_LABEL] === status.currentHash)
		// A failed experiment aborts its release. Without an abort that Argo explains, it failed an earlier attempt.
		.filter(({phase}) => (phase !== 'Failed' && phase !== 'Error') || (status.abort && abortCause(rollout) !== null));
	return own.toSorted((a, b) => (b.metadata.createdAtMs ?? 0) - (a.metadata.createdAtMs ?? 0))[0] ?? null;
}

/** The experiment as an analysis of its own with its pods, then those of its runs that are not in `seen`. */
export function experimentAnalyses(experiment: ExperimentObject, seen: ReadonlySet<string>): readonly Analysis[] {
	const {metadata, phase, templates, analyses} = experiment;
	return [
		{
			name: metadata.name,
			phase: phaseOfRun(phase),
			where: 'experiment',
			metrics: [],
			notes: templates.map(template => templateText(template)),
		},
		...analyses
			.filter(({run}) => !seen.has(run))
			.map(
				({name, run, phase: runPhase}): Analysis => ({
					name: safe`${name} ${run}`,
					phase: phaseOfRun(runPhase),
					where: 'experiment',
					metrics: [],
				}),
			),
	];
}

/** `baseline 1/1, canary 0/1` */
export function experimentPods({templates}: ExperimentObject): SafeText {
	const [first, ...others] = templates.map(({name, available, desired}) => safe`${name} ${available}/${desired}`);
	return others.reduce((text, part) => safe`${text}, ${part}`, first ?? safe`no pods`);
}

function templateText({name, available, desired, state}: ExperimentObject['templates'][number]): SafeText {
	return safe`${name}: ${available}/${desired} pods available${state === null ? safe`` : safe`, ${state}`}`;
}
