import type {Phase} from '../../domain/release/release.ts';
import type {Told, WhyCode} from '../../domain/release/told.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../domain/time.ts';
import type {AnalysisRunObject} from '../../kinds/argo-rollouts/analysis-run.ts';
import type {ExperimentObject} from '../../kinds/argo-rollouts/experiment.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {podTrouble, type ReleasePod} from '../common/release-pods.ts';
import {namedRuns} from './analyses.ts';
import {lastValue, wantedOf} from './analysis-metrics.ts';
import {type ManagedRoute, routeText} from './managed-routes.ts';
import {hasGivenUp, inconclusiveName} from './phase.ts';
import {abortCause, hasCanary, keyOfHash} from './situation.ts';
import {scaleLabel} from './steps.ts';

export interface WhyFacts {
	readonly rollout: RolloutObject;
	readonly phase: Phase;
	readonly runs: readonly AnalysisRunObject[];
	readonly experiment: ExperimentObject | null;
	readonly routes: readonly ManagedRoute[];
	readonly pods: readonly ReleasePod[];
	readonly nowMs: number;
}

type Why = Told<WhyCode>;

/** Why the release waits or failed, in one line: the nearest cause that perch can name. Null while nothing waits. */
export function whyOf(facts: WhyFacts): Why | null {
	const {phase, rollout} = facts;
	if (phase.kind === 'silent') return {code: 'controller-silent', text: phase.because};
	if (!hasCanary(rollout)) return phase.kind === 'stable' ? null : (newestTrouble(facts) ?? because(phase));
	const cause = failedMeasurement(facts) ?? failedExperiment(facts) ?? newestTrouble(facts);
	switch (phase.kind) {
		case 'degraded':
			if (cause === null) return {code: 'controller-says', text: phase.because};
			return hasGivenUp(rollout) ? {...cause, text: safe`${headOf(phase.because)}: ${cause.text}`} : cause;
		case 'aborted':
			return cause ?? abortReason(rollout, facts.nowMs);
		case 'paused':
			return cause ?? pauseReason(facts, phase);
		default:
			return cause ?? because(phase);
	}
}

function because(phase: Phase): Why | null {
	switch (phase.kind) {
		case 'progressing':
			return {code: 'on-its-way', text: phase.because};
		case 'degraded':
		case 'aborted':
			return {code: 'controller-says', text: phase.because};
		default:
			return null;
	}
}

/** The measurement of the newest run that failed, erred or was inconclusive. */
function failedMeasurement({runs, rollout, experiment}: WhyFacts): Why | null {
	const newest = runs.at(-1);
	if (!newest || !isFailed(newest.phase)) return null;
	// A run that neither the status nor Argo's message names is not the cause.
	const experiments = (experiment?.analyses ?? []).map(({run}) => run);
	const names = [...namedRuns(rollout).map(({run}) => run.name), ...experiments];
	if (!names.includes(newest.metadata.name) && abortCause(rollout) === null) return null;
	const metrics = newest.metrics.filter(({isDryRun}) => !isDryRun);
	const result = newest.results.find(
		({phase, name}) => isFailed(phase) && metrics.some(metric => metric.name === name),
	);
	const metric = metrics.find(({name}) => name === result?.name);
	const code = 'measurement-failed';
	if (!result || !metric) return newest.message === '' ? null : {code, text: newest.message};
	const value = lastValue(result, metric);
	const measured = value === null ? result.message : safe`measured ${value}`;
	const allowed = metric.failureLimit ?? 0;
	return {
		code,
		text: safe`${result.name}: ${measured}, ${wantedOf(metric)}; ${result.failed} failed (${allowed} allowed)`,
	};
}

/** For a failed experiment of which no run tells more: its pods did not start, or perch cannot read its runs. */
function failedExperiment({experiment}: WhyFacts): Why | null {
	if (!experiment || !isFailed(experiment.phase)) return null;
	const failed = experiment.analyses.find(({phase}) => isFailed(phase));
	const told = failed && failed.message !== '' ? safe`${failed.name}: ${failed.message}` : experiment.message;
	return told === '' ? null : {code: 'experiment-failed', text: safe`experiment ${experiment.metadata.name}: ${told}`};
}

function isFailed(phase: SafeText | null): boolean {
	return phase === 'Failed' || phase === 'Error' || phase === 'Inconclusive';
}

/** The newest revision's pod that cannot start or is not ready. */
function newestTrouble({pods, rollout}: WhyFacts): Why | null {
	const current = keyOfHash(rollout, rollout.status.currentHash);
	return podTrouble(pods.filter(({revision}) => revision === current));
}

/** Without a cause in Argo's message, a person or a tool asked for the abort. */
function abortReason(rollout: RolloutObject, nowMs: number): Why {
	const {abortedAtMs} = rollout.status;
	const when = abortedAtMs === null ? safe`` : safe` at ${ident(clockTimeSince(abortedAtMs, nowMs))}`;
	const cause = abortCause(rollout);
	return cause === null
		? {code: 'aborted-by-request', text: safe`aborted on request${when}: Argo names no failure`}
		: {code: 'controller-says', text: cause};
}

function pauseReason(facts: WhyFacts, phase: Extract<Phase, {kind: 'paused'}>): Why {
	const {rollout} = facts;
	switch (phase.because) {
		case 'manual':
			return {code: 'held-by-hand', text: safe`held by hand: spec.paused`};
		case 'timer':
			return {code: 'timed-pause', text: safe`a timed pause of its steps`};
		case 'inconclusive':
			return {code: 'inconclusive', text: safe`the ${inconclusiveName(rollout)} was inconclusive`};
		case 'person':
			return rollout.blueGreen
				? {code: 'preview-waits', text: safe`the preview waits to be promoted: autoPromotionEnabled is false`}
				: {code: 'open-pause', text: safe`pause without a timer${besidesShare(facts)}`};
	}
}

/** What the steps give the canary besides a share of the traffic. This is no fault. */
function besidesShare({rollout: {canary, status}, routes}: WhyFacts): SafeText {
	const [route] = routes;
	if (route) return safe`; ${routeText(route)}`;
	const passed = canary?.steps.slice(0, (status.stepIndex ?? 0) + 1) ?? [];
	const scale = passed.findLast(step => step.kind === 'scale');
	const hasWeight = passed.some(step => step.kind === 'weight' && step.weight > 0);
	return canary?.router && scale && !hasWeight ? safe`; ${scaleLabel(scale.scale)}, no traffic yet` : safe``;
}

/** `ProgressDeadlineExceeded: …` → `ProgressDeadlineExceeded`. */
function headOf(message: SafeText): SafeText {
	return line(message.split(':')[0] ?? message);
}
