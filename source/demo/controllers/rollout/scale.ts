import type {ReplicaSet} from '../kube-types.ts';
import {type Pass, putReplicaSet, revisionOf, tell, timestamp, wakeAt, wantedReplicas} from './pass.ts';
import {deadlineAnnotation, desiredReplicasAnnotation} from './rollout-types.ts';

/** Sets the replicas of a ReplicaSet; true when that changed anything. */
export function scale(pass: Pass, replicaSet: ReplicaSet, replicas: number): boolean {
	const wanted = String(wantedReplicas(pass.rollout));
	const before = replicaSet.spec.replicas;
	if (before === replicas && replicaSet.metadata.annotations?.[desiredReplicasAnnotation] === wanted) return false;
	const annotations = {...replicaSet.metadata.annotations, [desiredReplicasAnnotation]: wanted};
	putReplicaSet(pass, {
		...replicaSet,
		metadata: {...replicaSet.metadata, annotations},
		spec: {...replicaSet.spec, replicas},
	});
	if (before === replicas) return false;
	const verb = replicas > before ? 'Scaled up' : 'Scaled down';
	const {name} = replicaSet.metadata;
	tell(
		pass,
		'ScalingReplicaSet',
		`${verb} ReplicaSet ${name} (revision ${revisionOf(replicaSet)}) from ${before} to ${replicas}`,
	);
	return true;
}

/** When the pods of a ReplicaSet are to be removed, in wall-clock milliseconds; undefined without a deadline. */
export function deadlineMs(replicaSet: ReplicaSet): number | undefined {
	const deadline = replicaSet.metadata.annotations?.[deadlineAnnotation];
	return deadline === undefined ? undefined : Date.parse(deadline);
}

/** Sets the time at which the pods of a ReplicaSet are to be removed. */
export function setDeadline(pass: Pass, replicaSet: ReplicaSet, delaySeconds: number): void {
	const deadline = timestamp(pass, delaySeconds);
	const annotations = {...replicaSet.metadata.annotations, [deadlineAnnotation]: deadline};
	putReplicaSet(pass, {...replicaSet, metadata: {...replicaSet.metadata, annotations}});
	wakeAt(pass, Date.parse(deadline));
}

export function removeDeadline(pass: Pass, replicaSet: ReplicaSet | undefined): void {
	if (replicaSet === undefined || deadlineMs(replicaSet) === undefined) return;
	putReplicaSet(pass, withoutDeadline(replicaSet));
}

/** Scales an old ReplicaSet to zero once its deadline has passed; sets a deadline first if it has none. True when
 * it scaled. */
export function retire(pass: Pass, replicaSet: ReplicaSet, delaySeconds: number): boolean {
	if (replicaSet.spec.replicas === 0) return false;
	const goesAtMs = deadlineMs(replicaSet);
	if (goesAtMs === undefined && delaySeconds > 0) {
		setDeadline(pass, replicaSet, delaySeconds);
		return false;
	}
	if (goesAtMs !== undefined && goesAtMs > pass.nowMs) {
		wakeAt(pass, goesAtMs);
		return false;
	}
	return scale(pass, withoutDeadline(replicaSet), 0);
}

function withoutDeadline(replicaSet: ReplicaSet): ReplicaSet {
	const {[deadlineAnnotation]: _, ...annotations} = replicaSet.metadata.annotations ?? {};
	return {...replicaSet, metadata: {...replicaSet.metadata, annotations}};
}
