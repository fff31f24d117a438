import type {RevisionKey} from '../../domain/cluster/keys.ts';
import type {KubeObject, Snapshot} from '../../domain/cluster/kube-object.ts';
import type {Pod} from '../../domain/release/release.ts';
import type {Told} from '../../domain/release/told.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {conditionOf} from '../../kinds/condition.ts';
import {PODS, type PodObject} from '../../kinds/pod.ts';
import type {ReplicaSetObject} from '../../kinds/replica-set.ts';
import {restartsText} from './plural.ts';

/** A pod of the release, and why it is not ready. */
export interface ReleasePod extends Pod {
	/** Why the pod is not ready, in one line; null if it is ready or nothing is known. */
	readonly trouble: SafeText | null;
}

/** The pods of these ReplicaSets, newest first. `keyOf` names the revision that a ReplicaSet holds. */
export function releasePods(
	replicaSets: readonly ReplicaSetObject[],
	snapshot: Snapshot,
	keyOf: (replicaSet: ReplicaSetObject) => RevisionKey | null,
): readonly ReleasePod[] {
	const [first] = replicaSets;
	if (!first) return [];
	const byUid = new Map(replicaSets.map(replicaSet => [replicaSet.metadata.uid, replicaSet]));
	const found = snapshot.list(PODS, first.metadata.namespace).flatMap(pod => {
		const owner = pod.metadata.owners.find(({isController}) => isController);
		const replicaSet = owner && byUid.get(owner.uid);
		return replicaSet ? [releasePod(pod, keyOf(replicaSet))] : [];
	});
	return newestFirst(found);
}

/** The pods that a workload makes itself, without ReplicaSets, newest first. */
export function ownedPods(
	owner: KubeObject,
	snapshot: Snapshot,
	keyOf: (pod: PodObject) => RevisionKey | null,
): readonly ReleasePod[] {
	const isOwn = ({metadata}: PodObject) =>
		metadata.owners.some(({uid, isController}) => isController && uid === owner.metadata.uid);
	return podsWhere(owner.metadata.namespace, snapshot, isOwn, keyOf);
}

/** The pods of a namespace that `isOne` selects instead of an owner reference, newest first. */
export function podsWhere(
	namespace: string,
	snapshot: Snapshot,
	isOne: (pod: PodObject) => boolean,
	keyOf: (pod: PodObject) => RevisionKey | null,
): readonly ReleasePod[] {
	const found = snapshot.list(PODS, namespace).filter(isOne);
	return newestFirst(found.map(pod => releasePod(pod, keyOf(pod))));
}

/**
 * Whether the pod will not become ready by waiting, as far as its state tells. A crashing pod runs between two
 * crashes, so a pod that an update has just made is judged by its restarts as well.
 */
export function isFailing({isReady, state, restarts, revision}: Pod, canary: RevisionKey | null): boolean {
	if (isReady || state === 'Terminating') return false;
	const isNew = canary !== null && revision === canary;
	return /BackOff$|Error$|^(Init:)?(ErrImage|InvalidImage|OOMKilled)|^Failed$/.test(state) || (isNew && restarts >= 3);
}

/**
 * Why an update cannot go on by itself: `the new pods do not start: CrashLoopBackOff, 4 restarts`. Null while
 * they may start.
 */
export function startFailure(
	pods: readonly ReleasePod[],
	newest: RevisionKey | null,
	canary: RevisionKey | null,
): SafeText | null {
	const failing = pods.filter(pod => pod.revision === newest && isFailing(pod, canary));
	const [worst] = failing.toSorted((a, b) => b.restarts - a.restarts);
	if (!worst) return null;
	const restarts = worst.restarts > 0 ? safe`, ${restartsText(worst.restarts)}` : safe``;
	return safe`the new pods do not start: ${worst.state}${restarts}`;
}

export function podOnly({trouble: _, ...pod}: ReleasePod): Pod {
	return pod;
}

function newestFirst(pods: readonly ReleasePod[]): readonly ReleasePod[] {
	return pods.toSorted((a, b) => (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0) || (a.name < b.name ? -1 : 1));
}

function releasePod(pod: PodObject, revision: RevisionKey | null): ReleasePod {
	const isReady = conditionOf(pod.conditions, 'Ready')?.status === 'True' && pod.metadata.deletedAtMs === null;
	const restarts = pod.containers.reduce((sum, container) => sum + container.restarts, 0);
	const state = podState(pod);
	return {
		name: pod.metadata.name,
		revision,
		isReady,
		restarts,
		state,
		node: pod.node,
		createdAtMs: pod.metadata.createdAtMs,
		trouble: isReady ? null : troubleOf(pod, state, restarts),
	};
}

function podState(pod: PodObject): SafeText {
	if (pod.metadata.deletedAtMs !== null) return safe`Terminating`;
	const stuck = pod.containers.find(container => container.reason !== null && !isFinishedInit(container));
	if (stuck?.reason) return stuck.isInit ? safe`Init:${stuck.reason}` : stuck.reason;
	return pod.reason ?? pod.phase ?? safe`Pending`;
}

/** An init container that ran to its end is done, not in trouble. */
function isFinishedInit(container: PodObject['containers'][number]): boolean {
	return container.isInit && container.reason === 'Completed';
}

function troubleOf(pod: PodObject, state: SafeText, restarts: number): SafeText | null {
	if (state === 'Terminating') return null;
	const stuck = pod.containers.find(container => container.reason !== null && !isFinishedInit(container));
	const unscheduled = conditionOf(pod.conditions, 'PodScheduled');
	const message = stuck?.message || (unscheduled?.status === 'False' ? unscheduled.message : '');
	const restarted = restarts > 0 ? safe`, ${restartsText(restarts)}` : safe``;
	const what = state === 'Running' ? safe`runs but is not ready` : state;
	return message
		? safe`${pod.metadata.name} ${what}${restarted}: ${message}`
		: safe`${pod.metadata.name} ${what}${restarted}`;
}

/** The trouble of the pod that restarted most, among those that have trouble; null if none has. */
export function podTrouble(pods: readonly ReleasePod[]): Told<'pod-failing'> | null {
	const [worst] = pods.filter(({trouble}) => trouble !== null).toSorted((one, other) => other.restarts - one.restarts);
	return worst?.trouble ? {code: 'pod-failing', text: worst.trouble} : null;
}
