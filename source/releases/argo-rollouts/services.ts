import type {SafeText} from '../../domain/text/safe-text.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';

export function canaryServiceOf(rollout: RolloutObject): SafeText | null {
	const {canary, status} = rollout;
	if (!isPingPong(rollout)) return canary?.canaryService ?? null;
	return (status.stablePingPong === 'ping' ? canary?.pongService : canary?.pingService) ?? null;
}

export function stableServiceOf(rollout: RolloutObject): SafeText | null {
	const {canary, status} = rollout;
	if (!isPingPong(rollout)) return canary?.stableService ?? null;
	return (status.stablePingPong === 'ping' ? canary?.pingService : canary?.pongService) ?? null;
}

/**
 * Whether the Rollout has two Services that change roles after every release. Stable is pong until the status
 * says that it is ping.
 */
function isPingPong({canary}: RolloutObject): boolean {
	if (!canary?.pingService || !canary.pongService) return false;
	return (canary.router?.isAlb ?? false) || (canary.stableService === null && canary.canaryService === null);
}
