import type {ObjectRef, Snapshot} from '../../domain/cluster/kube-object.ts';
import {HASH_LABEL} from '../../kinds/argo-rollouts/hash-label.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {SERVICES} from '../../kinds/service.ts';
import type {Destination} from '../routes/route-kind.ts';
import {canaryServiceOf, stableServiceOf} from './services.ts';
import {hasCanary} from './situation.ts';

/** `canary`: a version that is not stable. */
export type DestinationRole = 'stable' | 'canary' | 'other';

/**
 * Which version a destination of the Rollout's routes leads to. The canary's Service and subset count as the
 * canary whatever they select now, because Argo rewrites that selector back and forth after an abort. Stable's
 * Service counts as the canary if it selects the canary's pods. While no release is under way both Services
 * should select stable.
 */
export function roleOfDestination(
	rollout: RolloutObject,
	snapshot: Snapshot,
	{namespace}: ObjectRef,
	{host, subset, service}: Destination,
): DestinationRole {
	const {status, canary} = rollout;
	const {canarySubset = null, stableSubset = null} = canary?.router ?? {};
	const isUnderWay = hasCanary(rollout);
	if (canarySubset !== null) {
		if (isUnderWay && subset === canarySubset) return 'canary';
		return subset !== null && subset === stableSubset ? 'stable' : 'other';
	}
	const isOf = (name: string | null) => name !== null && (host === name || host.startsWith(`${name}.`));
	const isCanarys = isOf(canaryServiceOf(rollout));
	if (isUnderWay && isCanarys) return 'canary';
	const isStables = isOf(stableServiceOf(rollout));
	if (!isCanarys && !isStables) return 'other';
	const selector = snapshot.get(SERVICES, service?.namespace ?? namespace, service?.name ?? host)?.selector;
	const selected = selector?.[HASH_LABEL];
	const isElsewhere = isUnderWay ? selected === status.currentHash : selected !== status.stableHash;
	return selected !== undefined && status.stableHash !== null && isElsewhere ? 'canary' : 'stable';
}
