import type {ControllerRevision} from '../controller-revision.ts';
import type {Pod} from '../kube-types.ts';
import {availableAtMs, isReady, isTerminating} from '../pods.ts';
import {revisionLabel, type StatefulSet, type StatefulSetStatus} from './stateful-set-types.ts';

/** The status that results from the pods. When all pods of a rolling update are ready, the update revision becomes
 * the current one; with OnDelete, or above a partition, the two stay different. */
export function statefulSetStatus({
	set,
	pods,
	current,
	update,
	nowMs,
}: {
	readonly set: StatefulSet;
	readonly pods: readonly Pod[];
	readonly current: ControllerRevision;
	readonly update: ControllerRevision;
	readonly nowMs: number;
}): StatefulSetStatus {
	const {replicas, minReadySeconds = 0, updateStrategy} = set.spec;
	const ready = pods.filter(isReady).length;
	const ofRevision = ({metadata}: ControllerRevision) =>
		pods.filter(pod => !isTerminating(pod) && revisionNameOf(pod) === metadata.name).length;
	const updated = ofRevision(update);
	const isRolledOut =
		updateStrategy.type === 'RollingUpdate' && [pods.length, ready, updated].every(count => count === replicas);
	const {name} = (isRolledOut ? update : current).metadata;
	const counts = {
		readyReplicas: ready,
		currentReplicas: isRolledOut ? updated : ofRevision(current),
		updatedReplicas: updated,
	};
	return {
		observedGeneration: set.metadata.generation ?? 1,
		replicas: pods.length,
		...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
		currentRevision: name,
		updateRevision: update.metadata.name,
		collisionCount: set.status?.collisionCount ?? 0,
		availableReplicas: pods.filter(pod => (availableAtMs(pod, minReadySeconds) ?? Number.POSITIVE_INFINITY) <= nowMs)
			.length,
	};
}

/** The name of the ControllerRevision that a pod was created from. */
export function revisionNameOf(pod: Pod): string {
	return pod.metadata.labels?.[revisionLabel] ?? '';
}
