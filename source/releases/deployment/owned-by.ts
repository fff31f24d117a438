import type {Snapshot} from '../../domain/kube-object.ts';
import {DEPLOYMENTS, type DeploymentObject} from '../../domain/objects/deployment.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {ROLLOUTS} from '../argo-rollouts/rollout.ts';

/** Whose release this Deployment is a part of; null when it is a release of its own. */
export function ownedBy({metadata}: DeploymentObject, snapshot: Snapshot): SafeText | null {
	const owner = metadata.owners.find(({isController}) => isController);
	if (owner) return safe`${owner.kind} ${owner.name}`;
	const rollout = snapshot
		.list(ROLLOUTS, metadata.namespace)
		.find(({workload}) => workload?.kind === DEPLOYMENTS.kind && workload.name === metadata.name);
	if (rollout) return safe`Rollout ${rollout.metadata.name}`;
	// Flagger owns the primary that it makes, and leaves no trace on the target that it scales and copies.
	const primary = snapshot.get(DEPLOYMENTS, metadata.namespace, `${metadata.name}-primary`);
	const canary = primary?.metadata.owners.find(({kind, isController}) => isController && kind === 'Canary');
	return canary ? safe`Canary ${canary.name}` : null;
}
