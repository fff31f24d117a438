import type {Phase} from '../../domain/release/release.ts';
import type {PhaseCode} from '../../domain/release/told.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../domain/time.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {type Condition, conditionOf} from '../../kinds/condition.ts';
import {type ReleasePod, startFailure} from '../common/release-pods.ts';
import {silentSince} from '../common/silence.ts';
import {
	currentStep,
	hasCanary,
	isAbortAsked,
	isCutOver,
	isObserved,
	isWorkloadObserved,
	keyOfHash,
} from './situation.ts';

/** The phase of a Rollout. First comes whether its controller answers, then the order of the official client. */
export function phaseOf(rollout: RolloutObject, pods: readonly ReleasePod[], nowMs: number): Phase {
	const phase = toldPhase(rollout, nowMs);
	if (phase.kind !== 'progressing' || !isObserved(rollout)) return phase;
	// The controller reports a failing pod only at its deadline. Report it now: the operator would lose that time.
	const current = keyOfHash(rollout, rollout.status.currentHash);
	const failure = startFailure(pods, current, hasCanary(rollout) ? current : null);
	return failure === null ? phase : {kind: 'degraded', code: 'pod-failing', because: failure};
}

/** Whether the controller itself says that the release failed. */
export function hasGivenUp(rollout: RolloutObject): boolean {
	return rollout.status.phase === 'Degraded' || (rollout.status.phase === null && faultOf(rollout) !== undefined);
}

function toldPhase(rollout: RolloutObject, nowMs: number): Phase {
	const {status} = rollout;
	const silent = silence(rollout, nowMs);
	if (silent) return {kind: 'silent', code: 'controller-silent', because: silent};
	if (!isObserved(rollout)) return progressing('spec-not-seen', safe`waiting for the controller to see the new spec`);
	if (isWaitingToUnpause(rollout)) return progressing('unpausing', safe`waiting for the rollout to unpause`);
	if (!isWorkloadObserved(rollout)) {
		return progressing('spec-not-seen', safe`waiting for the controller to see the new template`);
	}
	switch (status.phase as string | null) {
		case 'Healthy':
			return {kind: 'stable'};
		case 'Degraded':
			return failed(rollout, status.message);
		case 'Paused':
			return paused(rollout);
		case 'Progressing':
			return moving(rollout, 'controller-says', status.message || safe`progressing`);
		default:
			return computed(rollout);
	}
}

/** Whether the Rollout carries a request, in its spec or in its status, that the controller has not taken up. */
export function isAnswerAwaited(rollout: RolloutObject): boolean {
	return !isObserved(rollout) || isAsked(rollout);
}

/** The evidence that the controller does not answer, once it had time enough; null while it answers. */
function silence(rollout: RolloutObject, nowMs: number): SafeText | null {
	const {metadata, status} = rollout;
	if (!isObserved(rollout)) {
		const sinceMs = silentSince(metadata.changedAtMs, nowMs);
		const seen = status.observedGeneration ?? safe`none`;
		return sinceMs === null
			? null
			: safe`the controller does not answer: generation ${metadata.generation} since ${at(sinceMs, nowMs)}, it saw ${seen}`;
	}
	const sinceMs = isAsked(rollout) ? silentSince(metadata.statusChangedAtMs, nowMs) : null;
	return sinceMs === null
		? null
		: safe`the controller does not answer: asked at ${at(sinceMs, nowMs)}, nothing happened`;
}

/**
 * Whether the status carries a request that the controller has not taken up. The controller answers each
 * request at once with a write of its own: it removes `controllerPause`, notes the time of an abort, clears
 * that time on a retry, goes past the last step on a full promotion, and begins the pause of a step after a
 * jump.
 */
function isAsked(rollout: RolloutObject): boolean {
	const {status, isPaused, canary, restartAtMs} = rollout;
	const isUnpauseAsked = isWaitingToUnpause(rollout) && !isPaused;
	const isRetryAsked = !status.abort && status.abortedAtMs !== null;
	const isBeforeEnd = canary !== null && (status.stepIndex ?? 0) < canary.steps.length;
	const isFullAsked = status.promoteFull && hasCanary(rollout) && (isBeforeEnd || status.pauseConditions.length > 0);
	// The controller does nothing else while it restarts pods.
	const isRestarting = restartAtMs !== null && restartAtMs !== status.restartedAtMs;
	const isIdle = !isPaused && !isRestarting && !status.abort && !status.promoteFull && hasCanary(rollout);
	const isPauseDue = currentStep(rollout)?.kind === 'pause' && status.pauseConditions.length === 0;
	return isUnpauseAsked || isAbortAsked(rollout) || isRetryAsked || isFullAsked || (isIdle && isPauseDue);
}

function isWaitingToUnpause({status}: RolloutObject): boolean {
	return status.controllerPause && status.pauseConditions.length === 0 && !status.abort;
}

function failed({status}: RolloutObject, message: SafeText): Phase {
	const isAborted = (status.abort && status.abortedAtMs !== null) || message.startsWith('RolloutAborted');
	// The phase says already that it is aborted.
	const words = message.replace(/^RolloutAborted: /, '') as SafeText;
	const because = words || safe`no reason given`;
	return {kind: isAborted ? 'aborted' : 'degraded', code: 'controller-says', because};
}

function paused(rollout: RolloutObject): Phase {
	const pauses = rollout.status.pauseConditions;
	// An inconclusive run comes before a pause of the steps: a person has to look at it.
	const pause = pauses.find(({reason}) => reason?.startsWith('Inconclusive')) ?? pauses[0];
	if (rollout.isPaused) return {kind: 'paused', because: 'manual', sinceMs: null};
	if (!pause) return {kind: 'paused', because: 'person', sinceMs: null};
	return {kind: 'paused', because: pauseCause(rollout, pause.reason), sinceMs: pause.startedAtMs};
}

/** What was inconclusive: `analysis`, or `experiment`. */
export function inconclusiveName({status}: RolloutObject): SafeText {
	const isExperiment = status.pauseConditions.some(({reason}) => reason === 'InconclusiveExperiment');
	return isExperiment ? safe`experiment` : safe`analysis`;
}

function pauseCause(rollout: RolloutObject, reason: SafeText | null): 'person' | 'timer' | 'inconclusive' {
	switch (reason as string | null) {
		case 'InconclusiveAnalysisRun':
		case 'InconclusiveExperiment':
			return 'inconclusive';
		case 'BlueGreenPause':
			return rollout.blueGreen?.autoPromotionSeconds ? 'timer' : 'person';
		default: {
			const step = currentStep(rollout);
			return step?.kind === 'pause' && step.durationMs !== null ? 'timer' : 'person';
		}
	}
}

function progressing(code: PhaseCode, because: SafeText): Phase {
	return {kind: 'progressing', code, because};
}

function moving(rollout: RolloutObject, code: PhaseCode, because: SafeText): Phase {
	const {experiment} = rollout.status;
	if (experiment !== null && currentStep(rollout)?.kind === 'experiment') {
		return {kind: 'analysing', code: 'experiment-running', because: experiment};
	}
	const {step, prePromotion, postPromotion} = rollout.status.analysisRuns;
	const running = [step, prePromotion, postPromotion].find(
		run => run?.status === 'Running' || run?.status === 'Pending',
	);
	// The status still names a step's run after that step: the phase is analysing only if the current step is an
	// analysis.
	const isAnalysing = running && (running !== step || currentStep(rollout)?.kind === 'analysis');
	return isAnalysing
		? {kind: 'analysing', code: 'analysis-running', because: running.name}
		: progressing(code, because);
}

/** The phase as the official client computes it, for a controller that writes no phase. */
function computed(rollout: RolloutObject): Phase {
	const {status, blueGreen, canary} = rollout;
	const fault = faultOf(rollout);
	if (fault) return failed(rollout, line(`${fault.reason ?? fault.type}: ${fault.message}`));
	if (rollout.isPaused || status.pauseConditions.length > 0) return paused(rollout);
	if (rollout.restartAtMs !== null && rollout.restartAtMs !== status.restartedAtMs) {
		return progressing('restarting', safe`restarting its pods`);
	}
	if (status.updated < rollout.desired) return moving(rollout, 'pods-replaced', safe`more replicas need to be updated`);
	if (status.available < status.updated)
		return moving(rollout, 'pods-start', safe`updated replicas are not available yet`);
	if (blueGreen && !isCutOver(rollout)) return moving(rollout, 'promoting', safe`active service cutover pending`);
	if (blueGreen && hasCanary(rollout))
		return moving(rollout, 'analysis-running', safe`waiting for analysis to complete`);
	if (canary && canary.router === null && status.replicas > status.updated) {
		return moving(rollout, 'pods-replaced', safe`old replicas are pending termination`);
	}
	return hasCanary(rollout)
		? moving(rollout, 'controller-says', safe`waiting for all steps to complete`)
		: {kind: 'stable'};
}

function faultOf({status}: RolloutObject): Condition | undefined {
	return (
		conditionOf(status.conditions, 'InvalidSpec') ??
		status.conditions.find(
			({type, status: truth, reason}) => type === 'Progressing' && truth === 'False' && isFault(reason),
		)
	);
}

function isFault(reason: string | null): boolean {
	return reason === 'RolloutAborted' || reason === 'ProgressDeadlineExceeded';
}

function at(timeMs: number, nowMs: number): SafeText {
	return ident(clockTimeSince(timeMs, nowMs));
}
