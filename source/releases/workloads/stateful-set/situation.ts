import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import type {Snapshot} from '../../../domain/cluster/kube-object.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ControllerRevisionObject} from '../../../kinds/controller-revision.ts';
import type {StatefulSetObject} from '../../../kinds/stateful-set.ts';
import {controllerRevisionKey, ownedControllerRevisions} from '../../common/controller-revisions.ts';
import {ownedPods, type ReleasePod} from '../../common/release-pods.ts';
import {isSameTemplate} from '../../common/same-template.ts';

export const HASH_LABEL = 'controller-revision-hash';

/** A StatefulSet with its pods and the templates that it had. */
export interface Situation {
	readonly set: StatefulSetObject;
	readonly pods: readonly ReleasePod[];
	/** The newest first. */
	readonly kept: readonly ControllerRevisionObject[];
	/** The version that pods have, or had before this update began. */
	readonly stable: RevisionKey | null;
	/** The version that is on its way in, or that waits at the partition. */
	readonly canary: RevisionKey | null;
}

export function situationOf(set: StatefulSetObject, snapshot: Snapshot): Situation {
	const kept = ownedControllerRevisions(set, snapshot);
	const pods = ownedPods(set, snapshot, pod => controllerRevisionKey(set, pod.metadata.labels[HASH_LABEL]));
	return {set, pods, kept, ...rolesOf(set, kept, pods)};
}

function rolesOf(
	set: StatefulSetObject,
	kept: readonly ControllerRevisionObject[],
	pods: readonly ReleasePod[],
): Pick<Situation, 'stable' | 'canary'> {
	const update = controllerRevisionKey(set, set.updateRevision);
	const current = controllerRevisionKey(set, set.currentRevision);
	if (update === null) return {stable: current, canary: null};
	if (!set.isOnDelete) return current === update ? {stable: update, canary: null} : {stable: current, canary: update};
	// With OnDelete the controller never updates its current revision: the pods tell which one is left.
	if (othersOf(set) === 0) return {stable: update, canary: null};
	const older = kept
		.map(({metadata}) => controllerRevisionKey(set, metadata.name))
		.filter(key => key !== null && key !== update);
	const old = older.find(key => pods.some(({revision}) => revision === key));
	return {stable: old ?? (current === update ? (older[0] ?? null) : current), canary: update};
}

export function keyOf({set}: Situation, kept: ControllerRevisionObject | null | undefined): RevisionKey | null {
	return controllerRevisionKey(set, kept?.metadata.name);
}

export function keptOf({set, kept}: Situation, key: RevisionKey | null): ControllerRevisionObject | null {
	return kept.find(({metadata}) => controllerRevisionKey(set, metadata.name) === key) ?? null;
}

/** True while the spec's template has no ControllerRevision: the controller has not seen it. */
export function isAhead(situation: Situation): boolean {
	const newest = keptOf(situation, controllerRevisionKey(situation.set, situation.set.updateRevision));
	return newest !== null && !isObserved(situation.set) && !isSameTemplate(situation.set.template, newest.template);
}

export function isObserved({metadata, observedGeneration}: StatefulSetObject): boolean {
	return observedGeneration > 0 && observedGeneration >= metadata.generation;
}

/** Pods that are not of the newest template, as the controller counts them. */
export function othersOf({replicas, updated}: StatefulSetObject): number {
	return Math.max(0, replicas - updated);
}

/** How many pods the partition lets have the newest template. */
export function wantedOf({isOnDelete, desired, partition}: StatefulSetObject): number {
	return isOnDelete ? desired : Math.max(0, desired - partition);
}

/** Whether the watch has brought every pod that the controller counts. */
export function hasAllPods({set, pods}: Situation): boolean {
	return pods.length > 0 && pods.length === set.replicas;
}

/** `ledger-2`: the pod at a place, as a partition counts places. */
export function podAt({metadata, firstOrdinal}: StatefulSetObject, place: number): SafeText {
	return safe`${metadata.name}-${firstOrdinal + place}`;
}

/** `ledger-2`, `ledger-0 to ledger-2`: the pods at the places from `first` to `end`, without `end`. */
export function podsBetween(set: StatefulSetObject, first: number, end: number): SafeText {
	if (end - first <= 1) return podAt(set, first);
	return safe`${podAt(set, first)} to ${podAt(set, end - 1)}`;
}

/** The place of a pod, as a partition counts places; null for a name that this set does not make. */
export function placeOf(
	{
		metadata,
		firstOrdinal,
	}: {readonly metadata: Pick<StatefulSetObject['metadata'], 'name'>; readonly firstOrdinal: number},
	podName: string,
): number | null {
	const ordinal = podName.startsWith(`${metadata.name}-`) ? podName.slice(metadata.name.length + 1) : '';
	return /^\d+$/.test(ordinal) ? Number(ordinal) - firstOrdinal : null;
}
