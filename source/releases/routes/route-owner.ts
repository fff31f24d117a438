import {type KubeObject, refOf, type Snapshot} from '../../domain/cluster/kube-object.ts';
import {ROLLOUTS} from '../../kinds/argo-rollouts/rollout.ts';
import {canaryClaim} from '../claims/canary-claim.ts';
import {ownerClaim} from '../claims/claims.ts';
import {claimedBy} from '../claims/route-claims.ts';
import type {Claim} from '../contract.ts';
import type {RouteKind} from './route-kind.ts';

/** The owner that writes the weights of a route; null if people write them. */
export function routeOwner<T extends KubeObject>(kind: RouteKind<T>, route: T, snapshot: Snapshot): Claim | null {
	return (
		ownerClaim(route.metadata, snapshot.cluster) ??
		claimedBy(snapshot.cluster, snapshot.list(ROLLOUTS), refOf(kind.anchor, route), route.metadata.annotations) ??
		canaryClaim(route, snapshot) ??
		kind.ownedBy?.(route) ??
		null
	);
}
