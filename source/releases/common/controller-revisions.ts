import {type RevisionKey, revisionKey} from '../../domain/cluster/keys.ts';
import type {KubeObject, Snapshot, WatchedKind} from '../../domain/cluster/kube-object.ts';
import {CONTROLLER_REVISIONS, type ControllerRevisionObject} from '../../kinds/controller-revision.ts';
import {EVENTS} from '../../kinds/event.ts';
import {type LabelSelector, selectorText} from '../../kinds/label-selector.ts';
import {PODS} from '../../kinds/pod.ts';
import type {CompanionWatch} from '../contract.ts';

/**
 * The templates that a StatefulSet or a DaemonSet keeps, newest first. Matched by the owner's uid: workloads
 * can share labels.
 */
export function ownedControllerRevisions(owner: KubeObject, snapshot: Snapshot): readonly ControllerRevisionObject[] {
	return snapshot
		.list(CONTROLLER_REVISIONS, owner.metadata.namespace)
		.filter(({metadata}) => metadata.owners.some(({uid, isController}) => isController && uid === owner.metadata.uid))
		.toSorted((a, b) => b.number - a.number);
}

/** The key of a revision, by the name of its ControllerRevision; null if there is no name. */
export function controllerRevisionKey(owner: KubeObject, name: string | null | undefined): RevisionKey | null {
	return name ? revisionKey(owner.metadata.uid, name) : null;
}

/**
 * Whether the newest template ran before the one that it replaces. A template that returns keeps its object and
 * only gets a new number, so its object is the older one.
 */
export function isGoneBackTo(newest: ControllerRevisionObject, replaced: ControllerRevisionObject): boolean {
	return (newest.metadata.createdAtMs ?? 0) < (replaced.metadata.createdAtMs ?? 0);
}

/** The watches for a workload that makes its pods itself, without ReplicaSets. */
export function ownPodCompanions(
	{kind}: Pick<WatchedKind, 'kind'>,
	{metadata: {namespace, name}, selector}: KubeObject & {readonly selector: LabelSelector},
): readonly CompanionWatch[] {
	const labelSelector = selectorText(selector);
	return [
		...(labelSelector === ''
			? []
			: [PODS, CONTROLLER_REVISIONS].map(({id}) => ({kindId: id, namespace, labelSelector}))),
		{kindId: EVENTS.id, namespace, fieldSelector: `involvedObject.kind=${kind},involvedObject.name=${name}`},
	];
}
