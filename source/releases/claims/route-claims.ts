import {type ClusterId, releaseKey} from '../../domain/keys.ts';
import type {Labels, ObjectRef} from '../../domain/kube-object.ts';
import {safe} from '../../domain/safe-text.ts';
import {ROLLOUTS, type RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import type {Claim} from '../contract.ts';
import {trafficObjectsOf} from './traffic-objects.ts';

/** What the controller leaves on the Services and DestinationRules that it writes; VirtualServices bear no mark. */
const managedBy = 'argo-rollouts.argoproj.io/managed-by-rollouts';

/**
 * The Rollout whose controller writes this Service or route: the one that names it, else the one that its own
 * annotation names. Null when none does. `rollouts`: of every namespace, for a route may be in another than its Rollout.
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
	// Its mark holds where the Rollout itself may not be read.
	return marked ? claimOf(cluster, marked) : {owner: safe`Rollout ${name}`, release: null};
}

function claimOf(cluster: ClusterId, {metadata: {namespace, name}}: RolloutObject): Claim {
	return {owner: safe`Rollout ${name}`, release: releaseKey(cluster, ROLLOUTS.id, namespace, name)};
}

/** Lists keep their identity while their content is the same: each is put in order once, not for every route. */
const indexes = new WeakMap<readonly RolloutObject[], ReadonlyMap<string, RolloutObject>>();

/** By object the first Rollout that names it. */
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
