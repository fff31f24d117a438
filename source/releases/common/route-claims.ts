import {releaseKey} from '../../domain/keys.ts';
import type {Labels, ObjectRef} from '../../domain/kube-object.ts';
import {safe} from '../../domain/safe-text.ts';
import {ROLLOUTS, type RolloutObject} from '../argo-rollouts/rollout.ts';
import {trafficObjectsOf} from '../argo-rollouts/traffic-objects.ts';
import type {Claim} from '../contract.ts';

/** What the controller leaves on the Services and DestinationRules that it writes; VirtualServices bear no mark. */
const managedBy = 'argo-rollouts.argoproj.io/managed-by-rollouts';

/**
 * The Rollout whose controller writes this Service or route: the one that names it, else the one that its own
 * annotation names. Null when none does. `rollouts`: of every namespace, for a route may be in another than its Rollout.
 */
export function claimedBy(rollouts: readonly RolloutObject[], object: ObjectRef, annotations: Labels): Claim | null {
	const owner = rollouts.find(rollout => trafficObjectsOf(rollout).some(ref => isSame(ref, object)));
	if (owner) return claimOf(owner);
	const name = annotations[managedBy];
	if (name === undefined) return null;
	const marked = rollouts.find(({metadata}) => metadata.namespace === object.namespace && metadata.name === name);
	// Its mark holds where the Rollout itself may not be read.
	return marked ? claimOf(marked) : {owner: safe`Rollout ${name}`, release: null};
}

function claimOf({metadata: {namespace, name}}: RolloutObject): Claim {
	return {owner: safe`Rollout ${name}`, release: releaseKey(ROLLOUTS.id, namespace, name)};
}

function isSame(a: ObjectRef, b: ObjectRef): boolean {
	return a.kindId === b.kindId && a.namespace === b.namespace && a.name === b.name;
}
