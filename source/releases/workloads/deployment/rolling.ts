import {type RevisionKey, revisionKey} from '../../../domain/cluster/keys.ts';
import type {Snapshot} from '../../../domain/cluster/kube-object.ts';
import type {SafeText} from '../../../domain/text/safe-text.ts';
import {conditionOf} from '../../../kinds/condition.ts';
import type {DeploymentObject} from '../../../kinds/deployment.ts';
import type {ReplicaSetObject} from '../../../kinds/replica-set.ts';
import {labelOf, ownedReplicaSets, revisionNumber} from '../../common/owned-replica-sets.ts';
import {isSameTemplate} from '../../common/same-template.ts';

export const HASH_LABEL = 'pod-template-hash';
export const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';
const HISTORY_ANNOTATION = 'deployment.kubernetes.io/revision-history';

/**
 * The ReplicaSets of a Deployment: the newest revision, the one that it replaces while both have pods, and all
 * of them.
 */
export interface Rolling {
	readonly current: ReplicaSetObject | null;
	/**
	 * The older revision that serves: the oldest of those with a ready pod, else the newest that still has pods.
	 * Null once the update is complete.
	 */
	readonly replaced: ReplicaSetObject | null;
	/** The highest revision below the current one. */
	readonly previous: ReplicaSetObject | null;
	/** The highest revision first. */
	readonly all: readonly ReplicaSetObject[];
}

export function rollingOf(deployment: DeploymentObject, snapshot: Snapshot): Rolling {
	const all = ownedReplicaSets(deployment, snapshot).toSorted((a, b) => (numberOf(b) ?? 0) - (numberOf(a) ?? 0));
	const [current = null, ...older] = all;
	const running = older.filter(({desired, replicas}) => desired > 0 || replicas > 0);
	return {
		current,
		// The oldest revision with a ready pod serves: an update that did not come up, and that another one
		// replaced, never did.
		replaced: running.findLast(({ready}) => ready > 0) ?? running[0] ?? null,
		previous: older[0] ?? null,
		all,
	};
}

/**
 * True while a version that ran before replaces another: the controller notes the old numbers of a reused
 * ReplicaSet.
 */
export function isGoingBack({current, replaced}: Rolling): boolean {
	return replaced !== null && current?.metadata.annotations[HISTORY_ANNOTATION] !== undefined;
}

export function numberOf(replicaSet: ReplicaSetObject): number | null {
	return revisionNumber(replicaSet, REVISION_ANNOTATION);
}

export function hashOf(replicaSet: ReplicaSetObject): SafeText | null {
	return labelOf(replicaSet.metadata.labels, HASH_LABEL);
}

export function keyOf(deployment: DeploymentObject, replicaSet: ReplicaSetObject | null): RevisionKey | null {
	const hash = replicaSet && hashOf(replicaSet);
	return hash === null ? null : revisionKey(deployment.metadata.uid, hash);
}

export function isObserved({metadata, observedGeneration}: DeploymentObject): boolean {
	return observedGeneration >= metadata.generation;
}

/** True while the spec's template has no ReplicaSet: the controller has not seen it, or the Deployment is held. */
export function isAhead(deployment: DeploymentObject, {current}: Rolling): boolean {
	if (current === null) return false;
	// Once the controller has taken the template up, Deployment and ReplicaSet have the same number.
	const isNumbered = revisionNumber(deployment, REVISION_ANNOTATION) === numberOf(current);
	const isTakenUp = isObserved(deployment) && !deployment.isPaused && isNumbered;
	return !isTakenUp && !isSameTemplate(deployment.template, current.template);
}

/**
 * True if the controller gave a version no more pods than it began with, and then removed them: none became
 * available. Every change of a ReplicaSet's size raises its generation. False for the first version: it began
 * with all of its pods, so this does not tell.
 */
export function neverCameUp({metadata}: ReplicaSetObject, {all}: Rolling): boolean {
	const [desired, most] = ['desired-replicas', 'max-replicas'].map(name =>
		Number(metadata.annotations[`deployment.kubernetes.io/${name}`] ?? Number.NaN),
	) as [number, number];
	const isFirst = !all.some(other => (other.metadata.createdAtMs ?? 0) < (metadata.createdAtMs ?? 0));
	const began = most - desired;
	return !isFirst && metadata.generation <= 2 && began > 0 && began < desired;
}

/** True if something changes and no ReplicaSet was read: it is unknown which version has which pods. */
export function isUnread(deployment: DeploymentObject, {all}: Rolling): boolean {
	return all.length === 0 && !isComplete(deployment);
}

/** All pods are of the newest revision and available, and no older one is left. */
export function isComplete(deployment: DeploymentObject): boolean {
	const {desired, updated, replicas, available} = deployment;
	return isObserved(deployment) && updated >= desired && replicas <= updated && available >= updated;
}

export function isPastDeadline({conditions}: DeploymentObject): boolean {
	return conditionOf(conditions, 'Progressing')?.reason === 'ProgressDeadlineExceeded';
}
