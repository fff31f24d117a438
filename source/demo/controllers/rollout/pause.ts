import {durationSeconds} from '../duration.ts';
import {isAborted, type Pass, tell, timestamp, wakeAt} from './pass.ts';
import type {PauseReason, RolloutStatus} from './rollout-types.ts';
import {currentStep} from './steps.ts';

type PauseFields = Pick<RolloutStatus, 'abort' | 'abortedAt' | 'controllerPause' | 'pauseConditions'>;

/** Starts the pause of a pause step, or waits for its end. */
export function reconcileCanaryPause(pass: Pass): void {
	const {rollout} = pass;
	const step = currentStep(rollout);
	if (step?.pause === undefined || rollout.status?.promoteFull === true || isAborted(pass)) return;
	const startedAtMs = pausedSinceMs(pass, 'CanaryPauseStep');
	if (startedAtMs === undefined) {
		// A controllerPause without its condition means that a person has just ended the pause.
		if (rollout.status?.controllerPause !== true) pass.pause = {...pass.pause, add: 'CanaryPauseStep'};
		return;
	}
	const seconds = durationSeconds(step.pause.duration);
	if (seconds !== undefined) wakeAt(pass, startedAtMs + seconds * 1000);
}

export function isCanaryPauseOver(pass: Pass): boolean {
	const seconds = durationSeconds(currentStep(pass.rollout)?.pause?.duration);
	const startedAtMs = pausedSinceMs(pass, 'CanaryPauseStep');
	if (startedAtMs === undefined) return pass.rollout.status?.controllerPause === true;
	return seconds !== undefined && pass.nowMs >= startedAtMs + seconds * 1000;
}

export function pausedSinceMs({rollout}: Pass, reason: PauseReason): number | undefined {
	const condition = rollout.status?.pauseConditions?.find(pause => pause.reason === reason);
	return condition === undefined ? undefined : Date.parse(condition.startTime);
}

/** The pause and abort fields of the status as this pass leaves them. An aborted rollout has no pause. */
export function pauseStatus(pass: Pass): PauseFields {
	const {rollout, pause} = pass;
	if (isAborted(pass)) return {abort: true, abortedAt: rollout.status?.abortedAt ?? timestamp(pass)};
	if (pause.isCleared === true) return {};
	const kept = (rollout.status?.pauseConditions ?? []).filter(({reason}) => reason !== pause.remove);
	const {add} = pause;
	if (add !== undefined && !kept.some(({reason}) => reason === add)) {
		tell(pass, 'RolloutPaused', `Rollout is paused (${add})`);
		return {controllerPause: true, pauseConditions: [...kept, {reason: add, startTime: timestamp(pass)}]};
	}
	if (kept.length > 0) return {controllerPause: rollout.status?.controllerPause ?? true, pauseConditions: kept};
	// A person cleared the pause, and the controller has not acted yet: keep the flag until the step counts as done.
	return pause.remove === undefined && rollout.status?.controllerPause === true ? {controllerPause: true} : {};
}
