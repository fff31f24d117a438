import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import type {Snapshot} from '../../../domain/cluster/kube-object.ts';
import type {SafeText} from '../../../domain/text/safe-text.ts';
import type {ControllerRevisionObject} from '../../../kinds/controller-revision.ts';
import type {DaemonSetObject} from '../../../kinds/daemon-set.ts';
import {controllerRevisionKey, isGoneBackTo, ownedControllerRevisions} from '../../common/controller-revisions.ts';
import {ownedPods, type ReleasePod} from '../../common/release-pods.ts';
import {isSameTemplate} from '../../common/same-template.ts';

const HASH_LABEL = 'controller-revision-hash';

/** A DaemonSet with its pods and the templates that it had. */
export interface Situation {
	readonly set: DaemonSetObject;
	readonly pods: readonly ReleasePod[];
	/** The newest first. */
	readonly kept: readonly ControllerRevisionObject[];
	readonly stable: RevisionKey | null;
	/** The version that is on its way in. */
	readonly canary: RevisionKey | null;
	/** True while a version that ran before replaces another. */
	readonly isGoingBack: boolean;
}

export function situationOf(set: DaemonSetObject, snapshot: Snapshot): Situation {
	const kept = ownedControllerRevisions(set, snapshot);
	const keys = new Map(kept.map(object => [hashOf(object), keyOf(set, object)]));
	const pods = ownedPods(set, snapshot, pod => keys.get(pod.metadata.labels[HASH_LABEL] ?? null) ?? null);
	const [newest, ...older] = kept;
	const isOver = !isObserved(set) || set.updated >= set.desired;
	const running = (object: ControllerRevisionObject, mustBeReady: boolean) =>
		pods.some(({revision, isReady}) => revision === keyOf(set, object) && (isReady || !mustBeReady));
	// The oldest revision with a ready pod serves: an update that did not come up, and that another one replaced,
	// never did.
	const left = older.findLast(object => running(object, true)) ?? older.find(object => running(object, false));
	// A node that joins is no update: if the pods are known, a pod of an old revision must be left.
	const replaced = isOver ? undefined : pods.length === 0 ? older[0] : left;
	if (!newest) return {set, pods, kept, stable: templateKey(set), canary: null, isGoingBack: false};
	const newestKey = keyOf(set, newest);
	return replaced
		? {set, pods, kept, stable: keyOf(set, replaced), canary: newestKey, isGoingBack: isGoneBackTo(newest, replaced)}
		: {set, pods, kept, stable: newestKey, canary: null, isGoingBack: false};
}

/** The status names no revision: until the ControllerRevisions are watched, this key stands for the newest one. */
export function templateKey(set: DaemonSetObject): RevisionKey | null {
	return set.template.containers.length === 0 ? null : controllerRevisionKey(set, 'template');
}

export function keyOf(set: DaemonSetObject, kept: ControllerRevisionObject | null | undefined): RevisionKey | null {
	return controllerRevisionKey(set, kept?.metadata.name);
}

export function keptOf({set, kept}: Situation, key: RevisionKey | null): ControllerRevisionObject | null {
	return kept.find(object => keyOf(set, object) === key) ?? null;
}

export function hashOf({metadata}: ControllerRevisionObject): SafeText | null {
	return metadata.labels[HASH_LABEL] ?? null;
}

/** True while the spec's template has no ControllerRevision: the controller has not seen it. */
export function isAhead({set, kept: [newest]}: Situation): boolean {
	return newest !== undefined && !isObserved(set) && !isSameTemplate(set.template, newest.template);
}

export function isObserved({metadata, observedGeneration}: DaemonSetObject): boolean {
	return observedGeneration > 0 && observedGeneration >= metadata.generation;
}

/** Whether the watch has brought a pod for every node. */
export function hasAllPods({set, pods}: Situation): boolean {
	return pods.length > 0 && pods.length >= set.desired;
}
