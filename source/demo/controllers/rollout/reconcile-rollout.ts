import type {Write} from '../writes.ts';
import {reconcileBlueGreen, reconcilePausedBlueGreen, resetBlueGreen} from './blue-green.ts';
import {reconcileCanary, reconcilePausedCanary, resetCanary} from './canary.ts';
import {beginPass, isFullyPromoted, type Pass, type RolloutInput, stepsHash, tell, wantedHash} from './pass.ts';
import {phaseOf} from './phase.ts';
import {reconcileRestart} from './restart.ts';
import {syncRevision, trimHistory} from './revisions.ts';
import {pauseConditions} from './rollout-conditions.ts';
import {writeStatus} from './status.ts';

/** One pass over a Rollout: what the controller of Argo Rollouts 1.9 would write now, in its order, and when the
 * next pass is due even if nothing changes. */
export function reconcileRollout(
	input: RolloutInput,
	nowMs: number,
): {readonly writes: readonly Write[]; readonly wakeAtMs: number | undefined} {
	const pass = beginPass(input, nowMs);
	run(pass);
	return {writes: pass.writes, wakeAtMs: pass.wakeAtMs};
}

function run(pass: Pass): void {
	const {rollout} = pass;
	const {status} = rollout;
	const {canary, blueGreen} = rollout.spec.strategy;
	if (status === undefined) {
		const {namespace, name} = rollout.metadata;
		tell(pass, 'RolloutAddedToInformer', `Rollout resource added to informer: ${namespace}/${name}`);
	}
	const conditions = status === undefined ? undefined : pauseConditions(pass);
	if (status !== undefined && conditions !== undefined) {
		const {message: _, ...known} = {...status, conditions};
		writeStatus(pass, {...known, ...phaseOf(rollout, known)});
		return;
	}
	if (status?.promoteFull === true && !isFullyPromoted(pass)) pass.pause = {isCleared: true, isAbortRemoved: true};
	const isPaused =
		rollout.spec.paused === true || status?.pauseConditions?.some(({reason}) => reason === 'InconclusiveAnalysisRun');
	const isNew = status?.currentPodHash !== wantedHash(pass);
	if (isNew && rollout.spec.paused !== true) syncRevision(pass);
	else if (isPaused !== true) restart(pass);
	if (blueGreen !== undefined) {
		if (isNew) resetBlueGreen(pass, blueGreen);
		else if (isPaused === true) reconcilePausedBlueGreen(pass, blueGreen);
		else reconcileBlueGreen(pass, blueGreen);
	} else if (canary !== undefined) {
		if (isNew || status?.currentStepHash !== stepsHash(rollout)) resetCanary(pass);
		else if (isPaused === true) reconcilePausedCanary(pass);
		else reconcileCanary(pass);
	}
}

function restart(pass: Pass): void {
	trimHistory(pass);
	pass.restartedAt = reconcileRestart(pass);
}
