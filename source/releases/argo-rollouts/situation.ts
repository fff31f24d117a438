import {type RevisionKey, revisionKey} from '../../domain/cluster/keys.ts';
import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import type {PodCount, Revision} from '../../domain/release/revision.ts';
import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {CanaryStep} from '../../kinds/argo-rollouts/canary-step.ts';
import {HASH_LABEL} from '../../kinds/argo-rollouts/hash-label.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {conditionOf} from '../../kinds/condition.ts';
import type {ReplicaSetObject} from '../../kinds/replica-set.ts';
import {labelOf, ownedReplicaSets} from '../common/owned-replica-sets.ts';

export const REVISION_ANNOTATION = 'rollout.argoproj.io/revision';

/** True while the current revision is not the stable one: a release is under way, waits, or was aborted. */
export function hasCanary({status}: RolloutObject): boolean {
	return status.currentHash !== null && status.stableHash !== null && status.currentHash !== status.stableHash;
}

/** The step at which the controller stands; null past the last one, or without steps. */
export function currentStep(rollout: RolloutObject): CanaryStep | null {
	return rollout.canary?.steps[rollout.status.stepIndex ?? 0] ?? null;
}

/** After the cutover the active Service leads to the new revision, before it is stable. */
export function isCutOver({blueGreen, status}: RolloutObject): boolean {
	return blueGreen !== null && status.activeHash !== null && status.activeHash === status.currentHash;
}

/** Whether an abort was requested that the controller has not taken up: no traffic has moved back yet. */
export function isAbortAsked({status}: RolloutObject): boolean {
	return status.abort && status.abortedAtMs === null && !status.message.startsWith('RolloutAborted');
}

/** Whether the controller has taken up an abort: all traffic should be back on stable. */
export function isAborted(rollout: RolloutObject): boolean {
	return rollout.status.abort && !isAbortAsked(rollout);
}

/**
 * The field of the spec that Argo refuses; null if Argo accepts the spec. Argo does nothing until the field is
 * mended.
 */
export function invalidField({status}: RolloutObject): SafeText | null {
	const condition = conditionOf(status.conditions, 'InvalidSpec');
	if (!condition || condition.status === 'False') return null;
	const [, field] = /\b(spec(?:\.[\w-]+|\[[^\]]*\])+)/.exec(condition.message) ?? [];
	return field === undefined ? safe`the spec` : line(field);
}

/** The cause that Argo names for an abort; null if it names none: then a person or a tool asked for the abort. */
export function abortCause({status}: RolloutObject): SafeText | null {
	const told = [status.message, conditionOf(status.conditions, 'Progressing')?.message ?? ''];
	const [cause] = told.flatMap(message => /update to revision \d+: (.+)$/s.exec(message)?.[1] ?? []);
	return cause === undefined ? null : line(cause);
}

/**
 * Whether the spec is stable's again but the active Service has not followed, so that the version that was left
 * still serves.
 */
export function isStillElsewhere({blueGreen, status}: RolloutObject): boolean {
	return blueGreen !== null && status.activeHash !== null && status.activeHash !== status.currentHash;
}

/**
 * Whether the controller has seen the newest spec. Old controllers wrote a hash instead of a number: that
 * counts as seen.
 */
export function isObserved({metadata, status}: RolloutObject): boolean {
	if (status.observedGeneration === null) return false;
	return !/^\d+$/.test(status.observedGeneration) || Number(status.observedGeneration) === metadata.generation;
}

/**
 * With a workloadRef the template changes in another object, whose generation the Rollout carries in an
 * annotation.
 */
export function isWorkloadObserved({metadata, status, workload}: RolloutObject): boolean {
	if (workload === null) return true;
	const wanted = metadata.annotations['rollout.argoproj.io/workload-generation'];
	return wanted === undefined || wanted === status.workloadObservedGeneration;
}

/** Whether the controller has seen the newest template, in the Rollout or in the workload that it refers to. */
export function isSpecSeen(rollout: RolloutObject): boolean {
	return isObserved(rollout) && isWorkloadObserved(rollout);
}

/**
 * `Deployment profile`: the object that holds the template in the Rollout's place; null if the Rollout has its
 * own.
 */
export function templateHolder({workload}: RolloutObject): SafeText | null {
	return workload && safe`${workload.kind} ${workload.name}`;
}

/** Whether Argo scaled stable down with its traffic, as it does with a dynamic stable scale. */
export function isStableScaledDown(rollout: RolloutObject, revisions: readonly Revision[]): boolean {
	const {ready} = stablePods(rollout, revisions);
	return (rollout.canary?.isStableScaleDynamic ?? false) && ready !== 'unknown' && ready < rollout.desired;
}

export function stablePods({status}: RolloutObject, revisions: readonly Revision[]): PodCount {
	return podsOf(revisions, status.stableHash);
}

export function canaryPods({status}: RolloutObject, revisions: readonly Revision[]): PodCount {
	return podsOf(revisions, status.currentHash);
}

function podsOf(revisions: readonly Revision[], wanted: SafeText | null): PodCount {
	const found = revisions.find(({hash}) => hash === wanted);
	return found?.pods ?? {desired: 'unknown', ready: 'unknown', restarts: 'unknown'};
}

export function keyOfHash(rollout: RolloutObject, hash: SafeText | null): RevisionKey | null {
	return hash === null ? null : revisionKey(rollout.metadata.uid, hash);
}

export function hashOf(replicaSet: ReplicaSetObject): SafeText | null {
	return labelOf(replicaSet.metadata.labels, HASH_LABEL);
}

export function replicaSetOf(
	rollout: RolloutObject,
	snapshot: Snapshot,
	hash: SafeText | null,
): ReplicaSetObject | null {
	if (hash === null) return null;
	return ownedReplicaSets(rollout, snapshot).find(replicaSet => hashOf(replicaSet) === hash) ?? null;
}
