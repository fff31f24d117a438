import {type ClusterId, releaseKey} from '../../domain/cluster/keys.ts';
import type {Labels, ObjectRef} from '../../domain/cluster/kube-object.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {ROLLOUTS, type RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import type {Claim} from '../contract.ts';
import {trafficObjectsOf} from './traffic-objects.ts';

/**
 * The annotation that Argo leaves on the Services and DestinationRules that it writes; VirtualServices carry
 * none.
 */
const managedBy = 'argo-rollouts.argoproj.io/managed-by-rollouts';

/**
 * The Rollout whose controller writes this Service or route: the Rollout that names it, else the one that the
 * object's annotation names. Null if there is none. `rollouts` are those of every namespace: a route may be in
 * another namespace than its Rollout.
 */
export function claimedBy(
	cluster: ClusterId,
	rollouts: readonly RolloutObject[],
	object: ObjectRef,
	annotations: Labels,
): Claim | null {
	const owner = ownersIn(rollouts).get(pathOf(object));
	if (owner) return claimOf(cluster, owner);
	const name = annotations[managedBy];
	if (name === undefined) return null;
	const marked = rollouts.find(({metadata}) => metadata.namespace === object.namespace && metadata.name === name);
	// The annotation counts even if perch may not read the Rollout.
	return marked ? claimOf(cluster, marked) : {owner: safe`Rollout ${name}`, release: null};
}

function claimOf(cluster: ClusterId, {metadata: {namespace, name}}: RolloutObject): Claim {
	return {owner: safe`Rollout ${name}`, release: releaseKey(cluster, ROLLOUTS.id, namespace, name)};
}

/** A list keeps its identity while its content is the same, so each list is indexed once, not for every route. */
const indexes = new WeakMap<readonly RolloutObject[], ReadonlyMap<string, RolloutObject>>();

/** For each object, the first Rollout that names it. */
function ownersIn(rollouts: readonly RolloutObject[]): ReadonlyMap<string, RolloutObject> {
	const known = indexes.get(rollouts);
	if (known) return known;
	const index = new Map(
		rollouts.toReversed().flatMap(rollout => trafficObjectsOf(rollout).map(ref => [pathOf(ref), rollout] as const)),
	);
	indexes.set(rollouts, index);
	return index;
}

function pathOf({kindId, namespace, name}: ObjectRef): string {
	return `${kindId}/${namespace}/${name}`;
}
