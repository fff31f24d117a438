import {releaseKey} from '../../../domain/cluster/keys.ts';
import type {Snapshot} from '../../../domain/cluster/kube-object.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {ROLLOUTS} from '../../../kinds/argo-rollouts/rollout.ts';
import {DEPLOYMENTS, type DeploymentObject} from '../../../kinds/deployment.ts';
import {flaggerClaim, ownerClaim} from '../../claims/claims.ts';
import {targetClaim} from '../../claims/target-claim.ts';
import type {Claim} from '../../contract.ts';

/** The owner whose release this Deployment is a part of; null if the Deployment is a release of its own. */
export function ownedBy(deployment: DeploymentObject, snapshot: Snapshot): Claim | null {
	const {metadata} = deployment;
	const owner = ownerClaim(metadata, snapshot.cluster);
	if (owner) return owner;
	const rollout = snapshot
		.list(ROLLOUTS, metadata.namespace)
		.find(({workload}) => workload?.kind === DEPLOYMENTS.kind && workload.name === metadata.name);
	if (rollout) {
		const {namespace, name} = rollout.metadata;
		return {owner: safe`Rollout ${name}`, release: releaseKey(snapshot.cluster, ROLLOUTS.id, namespace, name)};
	}
	const canary = targetClaim(DEPLOYMENTS.kind, deployment, snapshot);
	if (canary) return canary;
	// If perch may not read Canaries: Flagger owns the primary that it makes, and leaves no mark on the target.
	const primary = snapshot.get(DEPLOYMENTS, metadata.namespace, `${metadata.name}-primary`);
	return primary ? flaggerClaim(primary.metadata, snapshot.cluster) : null;
}
