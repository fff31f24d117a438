import {type ConditionChange, conditionOf, touched, withCondition} from '../conditions.ts';
import type {Condition, Deployment, DeploymentStatus, ReplicaSet} from '../kube-types.ts';

interface Situation {
	readonly deployment: Deployment;
	readonly newRS: ReplicaSet | undefined;
	readonly replicaSets: readonly ReplicaSet[];
	readonly maxUnavailable: number;
	readonly nowMs: number;
}

/** The status that results from the ReplicaSets, with its conditions. */
export function deploymentStatus(situation: Situation): DeploymentStatus {
	const {deployment, newRS, replicaSets} = situation;
	const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas') =>
		replicaSets.reduce((total, {status}) => total + (status?.[field] ?? 0), 0);
	const counts = {
		replicas: sum('replicas'),
		updatedReplicas: newRS?.status?.replicas ?? 0,
		readyReplicas: sum('readyReplicas'),
		availableReplicas: sum('availableReplicas'),
		unavailableReplicas: Math.max(
			0,
			replicaSets.reduce((total, {spec}) => total + spec.replicas, 0) - sum('availableReplicas'),
		),
	};
	const status = {
		observedGeneration: deployment.metadata.generation ?? 1,
		...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
	} satisfies DeploymentStatus;
	return {...status, conditions: conditionsOf(situation, {...status, ...counts})};
}

/** When the progress deadline ends, in wall-clock milliseconds; undefined when none runs. */
export function progressDeadlineMs({spec, status}: Deployment): number | undefined {
	const progressing = conditionOf(status?.conditions ?? [], 'Progressing');
	const runs = progressing?.status === 'True' && progressing.reason !== 'NewReplicaSetAvailable';
	if (!runs || spec.paused === true) return undefined;
	return Date.parse(progressing.lastUpdateTime) + (spec.progressDeadlineSeconds ?? 600) * 1000;
}

function conditionsOf(situation: Situation, next: DeploymentStatus): readonly Condition[] {
	const {deployment, maxUnavailable, nowMs} = situation;
	const isAvailable = (next.availableReplicas ?? 0) >= deployment.spec.replicas - maxUnavailable;
	const available: ConditionChange = {
		type: 'Available',
		status: isAvailable ? 'True' : 'False',
		reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
		message: `Deployment ${isAvailable ? 'has' : 'does not have'} minimum availability.`,
	};
	return withProgress(situation, next, withCondition(deployment.status?.conditions ?? [], available, nowMs));
}

function withProgress(
	{deployment, newRS, nowMs}: Situation,
	next: DeploymentStatus,
	conditions: readonly Condition[],
): readonly Condition[] {
	const {spec, status} = deployment;
	const type = 'Progressing';
	const current = conditionOf(conditions, type);
	const name = newRS?.metadata.name ?? deployment.metadata.name;
	const set = (change: Omit<ConditionChange, 'type'>) => withCondition(conditions, {type, ...change}, nowMs);
	if (spec.paused === true) {
		return set({status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused'});
	}
	if (current?.reason === 'DeploymentPaused') {
		return set({status: 'Unknown', reason: 'DeploymentResumed', message: 'Deployment is resumed'});
	}
	const isSettled = current?.reason === 'NewReplicaSetAvailable' && next.replicas === next.updatedReplicas;
	if (isComplete(deployment, next)) {
		const message = `ReplicaSet "${name}" has successfully progressed.`;
		return isSettled && current.message === message
			? conditions
			: set({status: 'True', reason: 'NewReplicaSetAvailable', message});
	}
	if (isSettled) return conditions;
	const old = (value: DeploymentStatus | undefined) => (value?.replicas ?? 0) - (value?.updatedReplicas ?? 0);
	const isProgress =
		(next.updatedReplicas ?? 0) > (status?.updatedReplicas ?? 0) ||
		old(next) < old(status) ||
		(next.readyReplicas ?? 0) > (status?.readyReplicas ?? 0) ||
		(next.availableReplicas ?? 0) > (status?.availableReplicas ?? 0);
	if (isProgress || current === undefined) {
		const message = `ReplicaSet "${name}" is progressing.`;
		return touched(conditions, {type, status: 'True', reason: 'ReplicaSetUpdated', message}, nowMs);
	}
	const deadlineMs = progressDeadlineMs(deployment);
	if (deadlineMs === undefined || deadlineMs > nowMs) return conditions;
	const message = `ReplicaSet "${name}" has timed out progressing.`;
	return set({status: 'False', reason: 'ProgressDeadlineExceeded', message});
}

function isComplete({spec, metadata}: Deployment, next: DeploymentStatus): boolean {
	return (
		next.updatedReplicas === spec.replicas &&
		next.replicas === spec.replicas &&
		next.availableReplicas === spec.replicas &&
		next.observedGeneration === metadata.generation
	);
}
