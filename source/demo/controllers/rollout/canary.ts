import {cancelAnalysis, reconcileAnalysis} from './analysis.ts';
import {isAtDesiredCounts, reconcileCanaryReplicaSets} from './canary-replicas.ts';
import {available, isAborted, type Pass, tell, wantedReplicas} from './pass.ts';
import {isCanaryPauseOver, reconcileCanaryPause} from './pause.ts';
import type {AnalysisRunRef, RolloutStatus, TrafficWeights} from './rollout-types.ts';
import {reconcileCanaryServices} from './services.ts';
import {baseStatus, persistStatus, promoteStable} from './status.ts';
import {currentStep, stepsOf, stepText} from './steps.ts';
import {reconcileTraffic} from './traffic.ts';

/** One pass over a canary whose status already names the wanted revision and steps. */
export function reconcileCanary(pass: Pass): void {
	reconcileCanaryServices(pass);
	const weights = reconcileTraffic(pass);
	const analysis = reconcileStepAnalysis(pass);
	const isScaled = reconcileCanaryReplicaSets(pass);
	if (!isScaled) reconcileCanaryPause(pass);
	persistCanary(pass, weights, analysis);
}

/** A pass over a canary that a person paused: it still routes traffic, so that an abort takes effect, but leaves
 * pods, Services and steps as they are. */
export function reconcilePausedCanary(pass: Pass): void {
	const weights = reconcileTraffic(pass);
	const analysis = pass.rollout.status?.canary.currentStepAnalysisRunStatus;
	persistCanary(pass, weights, isAborted(pass) ? cancelAnalysis(pass, analysis) : analysis);
}

/** Starts over after a new revision or edited steps: at the first step, or after the last one for the stable
 * revision. */
export function resetCanary(pass: Pass): void {
	const {status} = pass.rollout;
	pass.pause = {isCleared: true, isAbortRemoved: true};
	cancelAnalysis(pass, status?.canary.currentStepAnalysisRunStatus);
	const steps = stepsOf(pass.rollout).length;
	const base = baseStatus(pass);
	const isBack = status?.stableRS !== undefined && status.stableRS === base.currentPodHash;
	if (isBack && steps > 0) tell(pass, 'SkipSteps', 'Rollback to stable');
	const weights = status?.canary.weights;
	persistStatus(pass, {
		...base,
		canary: weights === undefined ? {} : {weights},
		...(steps === 0 ? {} : {currentStepIndex: isBack ? steps : 0}),
	});
}

function persistCanary(pass: Pass, weights: TrafficWeights | undefined, analysis: AnalysisRunRef | undefined): void {
	const steps = stepsOf(pass.rollout).length;
	const next: RolloutStatus = {
		...baseStatus(pass),
		canary: {
			...(analysis === undefined ? {} : {currentStepAnalysisRunStatus: analysis}),
			...(weights === undefined ? {} : {weights}),
		},
	};
	const atIndex = (currentStepIndex: number): RolloutStatus => (steps === 0 ? next : {...next, currentStepIndex});
	if (next.promoteFull === true) {
		persistStatus(pass, promoted(pass, atIndex(steps)));
	} else if (isAborted(pass)) {
		persistStatus(pass, atIndex(next.stableRS === next.currentPodHash ? steps : 0));
	} else {
		persistStatus(pass, promoted(pass, withStepDone(pass, next)));
	}
}

function promoted(pass: Pass, next: RolloutStatus): RolloutStatus {
	const steps = stepsOf(pass.rollout).length;
	if (next.stableRS === undefined) {
		const first = promoteStable(pass, next, 'Initial deploy');
		return steps === 0 ? first : {...first, currentStepIndex: steps};
	}
	if (next.stableRS === next.currentPodHash) return next;
	// A step that this pass completes counts from the next pass on.
	const isThrough = steps === 0 || pass.rollout.status?.currentStepIndex === steps;
	const isFull = available(pass.newRS) >= wantedReplicas(pass.rollout);
	if (!isFull || !(isThrough || next.promoteFull === true)) return next;
	const reason = next.promoteFull === true ? 'Full promotion requested' : `Completed all ${steps} canary steps`;
	return promoteStable(pass, next, reason);
}

function withStepDone(pass: Pass, next: RolloutStatus): RolloutStatus {
	const step = currentStep(pass.rollout);
	const index = next.currentStepIndex;
	if (step === undefined || index === undefined || !isStepDone(pass, next)) return next;
	const steps = stepsOf(pass.rollout).length;
	tell(pass, 'RolloutStepCompleted', `Rollout step ${index + 1}/${steps} completed (${stepText(step)})`);
	pass.pause = {...pass.pause, remove: 'CanaryPauseStep'};
	const {currentStepAnalysisRunStatus: _, ...canary} = next.canary;
	return {...next, canary, currentStepIndex: index + 1};
}

function isStepDone(pass: Pass, next: RolloutStatus): boolean {
	if (pass.rollout.spec.paused === true) return false;
	const step = currentStep(pass.rollout);
	if (step?.pause !== undefined) return isCanaryPauseOver(pass);
	if (step?.setWeight !== undefined || step?.setCanaryScale !== undefined) return isAtDesiredCounts(pass);
	// An earlier part of this pass has already set or removed the route.
	if (step?.setHeaderRoute !== undefined) return true;
	return step?.analysis !== undefined && next.canary.currentStepAnalysisRunStatus?.status === 'Successful';
}

function reconcileStepAnalysis(pass: Pass): AnalysisRunRef | undefined {
	const {status} = pass.rollout;
	const before = status?.canary.currentStepAnalysisRunStatus;
	if (isAborted(pass)) return cancelAnalysis(pass, before);
	const step = currentStep(pass.rollout);
	if (step?.analysis === undefined || status?.promoteFull === true) {
		cancelAnalysis(pass, before);
		return undefined;
	}
	return reconcileAnalysis(pass, 'step', step.analysis, before, status?.currentStepIndex);
}
