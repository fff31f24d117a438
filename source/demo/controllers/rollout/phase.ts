import {wantedReplicas} from './pass.ts';
import type {Rollout, RolloutStatus} from './rollout-types.ts';

type Phase = Required<Pick<RolloutStatus, 'phase'>> & Pick<RolloutStatus, 'message'>;

/** Phase and message; the first rule that applies wins. */
export function phaseOf({spec, ...rollout}: Rollout, status: RolloutStatus): Phase {
	const failed = status.conditions?.find(
		({reason}) => reason === 'RolloutAborted' || reason === 'ProgressDeadlineExceeded',
	);
	if (failed !== undefined) return {phase: 'Degraded', message: `${failed.reason}: ${failed.message}`};
	if (spec.paused === true) return {phase: 'Paused', message: 'manually paused'};
	const [pause] = status.pauseConditions ?? [];
	if (pause !== undefined) return {phase: 'Paused', message: pause.reason};
	const waiting = waitingFor({...rollout, spec}, status);
	return waiting === undefined ? {phase: 'Healthy'} : {phase: 'Progressing', message: waiting};
}

function waitingFor(rollout: Rollout, status: RolloutStatus): string | undefined {
	const {strategy, restartAt} = rollout.spec;
	const updated = status.updatedReplicas ?? 0;
	if (restartAt !== undefined && restartAt !== status.restartedAt) return 'rollout is restarting';
	if (updated < wantedReplicas(rollout)) return 'more replicas need to be updated';
	if ((status.availableReplicas ?? 0) < updated) return 'updated replicas are still becoming available';
	const isStable = status.stableRS !== undefined && status.stableRS === status.currentPodHash;
	if (strategy.blueGreen !== undefined) {
		const isActive = status.blueGreen.activeSelector === status.currentPodHash;
		if (!isActive) return 'active service cutover pending';
		return isStable ? undefined : 'waiting for analysis to complete';
	}
	if (strategy.canary?.trafficRouting === undefined && (status.replicas ?? 0) > updated) {
		return 'old replicas are pending termination';
	}
	return isStable ? undefined : 'waiting for all steps to complete';
}
