import {releaseKey} from '../../domain/keys.ts';
import {type KubeObject, refOf, type Snapshot} from '../../domain/kube-object.ts';
import {safe} from '../../domain/safe-text.ts';
import {ROLLOUTS} from '../../kinds/argo-rollouts/rollout.ts';
import {CANARIES} from '../../kinds/flagger/canary.ts';
import {ownerClaim} from '../claims/claims.ts';
import {claimedBy} from '../claims/route-claims.ts';
import type {Claim} from '../contract.ts';
import type {RouteKind} from './route-kind.ts';

/** Who else writes the weights of a route; null where people do. */
export function routeOwner<T extends KubeObject>(kind: RouteKind<T>, route: T, snapshot: Snapshot): Claim | null {
	return (
		ownerClaim(route.metadata) ??
		claimedBy(snapshot.list(ROLLOUTS), refOf(kind.anchor, route), route.metadata.annotations) ??
		canaryClaim(route, snapshot) ??
		kind.ownedBy?.(route) ??
		null
	);
}

/** Flagger writes the routes that bear the name of an apex, and notes on one that was there before how it was. */
export function canaryClaim({metadata}: KubeObject, snapshot: Snapshot): Claim | null {
	const {namespace, name, annotations} = metadata;
	const canary = snapshot.list(CANARIES, namespace).find(({apex}) => apex === name);
	if (canary) {
		const own = canary.metadata.name;
		return {owner: safe`Canary ${own}`, release: releaseKey(CANARIES.id, namespace, own)};
	}
	const isNoted = annotations['flagger.kubernetes.app/original-configuration'] !== undefined;
	return isNoted ? {owner: safe`Flagger`, release: null} : null;
}
