import {isTerminating} from '../pods.ts';
import {terminated} from '../replica-set.ts';
import {allReplicaSets, available, type Pass, wakeAt, wantedReplicas} from './pass.ts';
import type {RolloutStatus} from './rollout-types.ts';
import {maxUnavailable} from './steps.ts';

/** Replaces the pods that are older than `spec.restartAt`, as many at a time as may be unavailable. Returns
 * `restartedAt` for the status; it becomes `restartAt` once no old pod is left. */
export function reconcileRestart(pass: Pass): RolloutStatus['restartedAt'] {
	const {rollout, input} = pass;
	const {restartAt} = rollout.spec;
	if (restartAt === undefined || restartAt === rollout.status?.restartedAt) return rollout.status?.restartedAt;
	const restartAtMs = Date.parse(restartAt);
	if (restartAtMs > pass.nowMs) {
		wakeAt(pass, restartAtMs);
		return rollout.status?.restartedAt;
	}
	const old = input.pods.filter(
		pod => !isTerminating(pod) && Date.parse(pod.metadata.creationTimestamp ?? '') < restartAtMs,
	);
	if (old.length === 0) return restartAt;
	const isWhole = allReplicaSets(pass).every(replicaSet => available(replicaSet) === replicaSet.spec.replicas);
	const atOnce = Math.max(1, Math.min(maxUnavailable(pass), wantedReplicas(rollout)));
	if (isWhole) pass.writes.push(...old.slice(0, atOnce).map(pod => terminated(pod, pass.nowMs)));
	return rollout.status?.restartedAt;
}
