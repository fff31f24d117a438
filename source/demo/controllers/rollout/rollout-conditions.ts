import {type ConditionChange, conditionOf, touched, withCondition} from '../conditions.ts';
import type {Condition} from '../kube-types.ts';
import {isAborted, type Pass, revisionOf, tell, wakeAt, wantedReplicas} from './pass.ts';
import type {Rollout, RolloutStatus} from './rollout-types.ts';
import {currentStep, maxUnavailable, stepsOf} from './steps.ts';

/** The corrected conditions when they do not say whether the rollout is paused; undefined when they are right. The
 * controller writes them before it does anything else. The condition of an abort stays until the abort is retried. */
export function pauseConditions(pass: Pass): readonly Condition[] | undefined {
	const {rollout} = pass;
	const conditions = rollout.status?.conditions ?? [];
	const progressing = conditionOf(conditions, 'Progressing');
	const isPaused = (rollout.status?.pauseConditions ?? []).length > 0 || rollout.spec.paused === true;
	if (progressing?.reason === 'RolloutAborted') {
		if (rollout.status?.abort === true) return undefined;
		const message = 'Rollout is retried';
		tell(pass, 'RolloutRetry', message);
		return withCondition(
			conditions,
			{type: 'Progressing', status: 'Unknown', reason: 'RolloutRetry', message},
			pass.nowMs,
		);
	}
	const changes: ConditionChange[] = [];
	if (progressing !== undefined && isPaused !== (progressing.reason === 'RolloutPaused')) {
		const reason = isPaused ? 'RolloutPaused' : 'RolloutResumed';
		const message = isPaused ? 'Rollout is paused' : 'Rollout is resumed';
		changes.push({type: 'Progressing', status: 'Unknown', reason, message});
		if (!isPaused) tell(pass, reason, message);
	}
	if (isPaused !== (conditionOf(conditions, 'Paused')?.status === 'True')) {
		const status = isPaused ? 'True' : 'False';
		changes.push({type: 'Paused', status, reason: 'RolloutPaused', message: 'Rollout is paused'});
	}
	if (changes.length === 0) return undefined;
	return changes.reduce((result, change) => withCondition(result, change, pass.nowMs), conditions);
}

/** The conditions that result from the status at the end of this pass. */
export function statusConditions(pass: Pass, next: RolloutStatus): readonly Condition[] {
	let conditions = pass.rollout.status?.conditions ?? [];
	const set = (change: ConditionChange) => {
		conditions = withCondition(conditions, change, pass.nowMs);
	};
	const isHealthy = isHealthyNow(pass.rollout, next);
	if (isHealthy || conditionOf(conditions, 'Healthy') !== undefined) {
		const message = isHealthy ? 'Rollout is healthy' : 'Rollout is not healthy';
		set({type: 'Healthy', status: truth(isHealthy), reason: 'RolloutHealthy', message});
	}
	const isCompleted = next.stableRS !== undefined && next.stableRS === next.currentPodHash;
	if (!isCompleted && conditionOf(conditions, 'Completed')?.status !== 'False') {
		const update = `update to revision ${revisionOf(pass.newRS)} (${next.currentPodHash})`;
		tell(pass, 'RolloutNotCompleted', `Rollout not completed, started ${update}`);
	}
	set({type: 'Completed', status: truth(isCompleted), reason: 'RolloutCompleted', message: 'RolloutCompleted'});
	conditions = withProgress(pass, next, conditions, isHealthy);
	const isAvailable = (next.availableReplicas ?? 0) >= wantedReplicas(pass.rollout) - maxUnavailable(pass);
	const message = `Rollout ${isAvailable ? 'has' : 'does not have'} minimum availability`;
	set({type: 'Available', status: truth(isAvailable), reason: 'AvailableReason', message});
	return conditions;
}

function withProgress(
	pass: Pass,
	next: RolloutStatus,
	conditions: readonly Condition[],
	isHealthy: boolean,
): readonly Condition[] {
	const {rollout, nowMs} = pass;
	const type = 'Progressing';
	const name = pass.newRS?.metadata.name ?? rollout.metadata.name;
	const current = conditionOf(conditions, type);
	if (isAborted(pass)) {
		if (current?.reason === 'RolloutAborted' && pass.pause.abortMessage === undefined) return conditions;
		const why = pass.pause.abortMessage === undefined ? '' : `: ${pass.pause.abortMessage}`;
		const message = `Rollout aborted update to revision ${revisionOf(pass.newRS)}${why}`;
		tell(pass, 'RolloutAborted', message, 'Warning');
		return withCondition(conditions, {type, status: 'False', reason: 'RolloutAborted', message}, nowMs);
	}
	if (isHealthy) {
		const message = `ReplicaSet "${name}" has successfully progressed.`;
		return withCondition(conditions, {type, status: 'True', reason: 'NewReplicaSetAvailable', message}, nowMs);
	}
	if (isProgress(rollout, next)) {
		const message = `ReplicaSet "${name}" is progressing.`;
		return touched(conditions, {type, status: 'True', reason: 'ReplicaSetUpdated', message}, nowMs);
	}
	const isWaiting = next.pauseConditions !== undefined || rollout.spec.paused === true || isIndefinite(rollout);
	if (current === undefined || isWaiting || current.reason === 'NewReplicaSetAvailable') return conditions;
	const deadlineMs = Date.parse(current.lastUpdateTime) + (rollout.spec.progressDeadlineSeconds ?? 600) * 1000;
	wakeAt(pass, deadlineMs);
	if (deadlineMs > nowMs || isCompletedStatus(next)) return conditions;
	const message = `ReplicaSet "${name}" has timed out progressing.`;
	return withCondition(conditions, {type, status: 'False', reason: 'ProgressDeadlineExceeded', message}, nowMs);
}

/** Whether all pods are updated and available, no old pods run, and for blue/green the new revision gets the
 * traffic. */
function isHealthyNow(rollout: Rollout, next: RolloutStatus): boolean {
	const wanted = wantedReplicas(rollout);
	if (next.updatedReplicas !== wanted || next.availableReplicas !== wanted) return false;
	const {blueGreen} = rollout.spec.strategy;
	if (blueGreen !== undefined) {
		const isPreviewed =
			blueGreen.previewService === undefined || next.blueGreen.previewSelector === next.currentPodHash;
		return isPreviewed && next.blueGreen.activeSelector === next.currentPodHash;
	}
	const steps = stepsOf(rollout).length;
	const isThrough = steps === 0 || next.currentStepIndex === steps;
	return isThrough && isCompletedStatus(next) && next.replicas === wanted;
}

function isProgress({status}: Rollout, next: RolloutStatus): boolean {
	const old = (value: RolloutStatus | undefined) => (value?.replicas ?? 0) - (value?.updatedReplicas ?? 0);
	return (
		(next.updatedReplicas ?? 0) !== (status?.updatedReplicas ?? 0) ||
		old(next) < old(status) ||
		(next.readyReplicas ?? 0) > (status?.readyReplicas ?? 0) ||
		(next.availableReplicas ?? 0) > (status?.availableReplicas ?? 0) ||
		next.currentPodHash !== status?.currentPodHash ||
		next.stableRS !== status?.stableRS ||
		next.currentStepIndex !== status?.currentStepIndex ||
		next.currentStepHash !== status?.currentStepHash ||
		next.blueGreen.activeSelector !== status?.blueGreen.activeSelector ||
		next.blueGreen.previewSelector !== status?.blueGreen.previewSelector
	);
}

function isCompletedStatus({stableRS, currentPodHash}: RolloutStatus): boolean {
	return stableRS !== undefined && stableRS === currentPodHash;
}

/** Analyses and pauses have no deadline. */
function isIndefinite(rollout: Rollout): boolean {
	const step = currentStep(rollout);
	return step?.analysis !== undefined || step?.pause !== undefined;
}

const truth = (isTrue: boolean) => (isTrue ? 'True' : 'False');
