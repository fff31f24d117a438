import {nameSuffix} from '../api/identifiers.ts';
import {graceSecondsOf, withDeletion} from '../api/write/graceful-deletion.ts';
import type {Pod, ReplicaSet, ReplicaSetStatus} from './kube-types.ts';
import {fiveMinuteTolerations, newPod, scheduledNode} from './new-pod.ts';
import {availableAtMs, isReady, isTerminating} from './pods.ts';
import type {Write} from './writes.ts';

/** The writes that bring the number of pods to the ReplicaSet's `replicas` and update its status, and when a ready
 * pod becomes available without a further event. */
export function reconcileReplicaSet(
	replicaSet: ReplicaSet,
	owned: readonly Pod[],
	nowMs: number,
): {readonly writes: readonly Write[]; readonly wakeAtMs: number | undefined} {
	const pods = owned.filter(pod => !isTerminating(pod));
	const missing = replicaSet.spec.replicas - pods.length;
	const scaling =
		missing >= 0 ? created(replicaSet, owned, missing, nowMs) : deleted(replicaSet, pods, -missing, nowMs);
	const minReadySeconds = replicaSet.spec.minReadySeconds ?? 0;
	const availableTimes = pods.map(pod => availableAtMs(pod, minReadySeconds)).filter(atMs => atMs !== undefined);
	const status = statusOf(replicaSet, pods, availableTimes.filter(atMs => atMs <= nowMs).length);
	const later = availableTimes.filter(atMs => atMs > nowMs);
	return {
		writes: [
			...scaling,
			{kind: 'replace', resource: 'replicasets.apps', object: {...replicaSet, status}, isStatus: true},
		],
		wakeAtMs: later.length === 0 ? undefined : Math.min(...later),
	};
}

function statusOf(replicaSet: ReplicaSet, pods: readonly Pod[], available: number): ReplicaSetStatus {
	const ready = pods.filter(isReady).length;
	const {generation} = replicaSet.metadata;
	return {
		replicas: pods.length,
		...(pods.length > 0 ? {fullyLabeledReplicas: pods.length} : {}),
		...(ready > 0 ? {readyReplicas: ready} : {}),
		...(available > 0 ? {availableReplicas: available} : {}),
		...(generation === undefined ? {} : {observedGeneration: generation}),
	};
}

function created(replicaSet: ReplicaSet, owned: readonly Pod[], count: number, nowMs: number): readonly Write[] {
	const taken = new Set(owned.map(({metadata}) => metadata.name));
	const writes: Write[] = [];
	for (let made = 0, tried = 0; made < count; tried += 1) {
		const {uid, generation} = replicaSet.metadata;
		const name = `${replicaSet.metadata.name}-${nameSuffix(`${uid}/${generation}/${tried}`)}`;
		if (taken.has(name)) continue;
		taken.add(name);
		made += 1;
		writes.push({kind: 'create', resource: 'pods', object: podOf(replicaSet, name, nowMs)});
		writes.push(told(replicaSet, 'SuccessfulCreate', `Created pod: ${name}`));
	}
	return writes;
}

/** Deletes pods that are not ready first, then the youngest. */
function deleted(replicaSet: ReplicaSet, pods: readonly Pod[], count: number, nowMs: number): readonly Write[] {
	const order = pods.toSorted(
		(left, right) =>
			Number(isReady(left)) - Number(isReady(right)) ||
			(right.metadata.creationTimestamp ?? '').localeCompare(left.metadata.creationTimestamp ?? ''),
	);
	return order
		.slice(0, count)
		.flatMap(pod => [
			terminated(pod, nowMs),
			told(replicaSet, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`),
		]);
}

/** Deletes a pod with its grace period. */
export function terminated(pod: Pod, nowMs: number): Write {
	return {kind: 'replace', resource: 'pods', object: withDeletion(pod, graceSecondsOf(pod), nowMs)};
}

function told(about: ReplicaSet, reason: string, message: string): Write {
	return {kind: 'event', about, type: 'Normal', reason, message};
}

function podOf(replicaSet: ReplicaSet, name: string, nowMs: number): Pod {
	return newPod({
		owner: replicaSet,
		name,
		template: replicaSet.spec.template,
		nodeName: scheduledNode(name),
		tolerations: fiveMinuteTolerations,
		nowMs,
	});
}
