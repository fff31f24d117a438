import {conditionOf} from '../conditions.ts';
import type {Deployment} from '../kube-types.ts';

/** Why a Deployment is not ready, in Flagger's words; `isFinal` when waiting cannot help. */
export interface NotReady {
	readonly reason: string;
	readonly isFinal: boolean;
}

/** Undefined when the Deployment is rolled out and all its pods are available. */
export function notReady(deployment: Deployment, deadlineSeconds: number, nowMs: number): NotReady | undefined {
	const {metadata, spec, status = {}} = deployment;
	if ((metadata.generation ?? 1) > (status.observedGeneration ?? 0)) {
		return waiting('observed deployment generation less than desired generation', false);
	}
	const {updatedReplicas = 0, replicas = 0, availableReplicas = 0, conditions = []} = status;
	if (conditionOf(conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded') {
		return {reason: `deployment "${metadata.name}" exceeded its progress deadline`, isFinal: true};
	}
	const available = conditionOf(conditions, 'Available');
	const isStuck =
		available?.status === 'False' && Date.parse(available.lastUpdateTime) + deadlineSeconds * 1000 < nowMs;
	if (updatedReplicas < spec.replicas) {
		return waiting(`${updatedReplicas} out of ${spec.replicas} new replicas have been updated`, isStuck);
	}
	if (replicas > updatedReplicas) {
		return waiting(`${replicas - updatedReplicas} old replicas are pending termination`, isStuck);
	}
	if (availableReplicas >= updatedReplicas) return undefined;
	const counts = `${availableReplicas} of ${updatedReplicas} (readyThreshold 100%)`;
	return waiting(`${counts} updated replicas are available`, isStuck);
}

function waiting(what: string, isFinal: boolean): NotReady {
	return {reason: `waiting for rollout to finish: ${what}`, isFinal};
}
