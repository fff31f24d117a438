import {type ClusterId, releaseKey} from '../../domain/cluster/keys.ts';
import type {Metadata} from '../../domain/cluster/kube-object.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {Claim} from '../contract.ts';

/** Controllers whose objects are releases of perch, by the kind that an ownerReference names. */
const releaseKinds: Readonly<Record<string, string>> = {
	Rollout: 'rollouts.argoproj.io',
	Canary: 'canaries.flagger.app',
	Deployment: 'deployments.apps',
	StatefulSet: 'statefulsets.apps',
	DaemonSet: 'daemonsets.apps',
};

/** The controller that made this object; null if no controller did. */
export function ownerClaim(metadata: Metadata, cluster: ClusterId): Claim | null {
	const owner = metadata.owners.find(({isController}) => isController);
	if (!owner) return null;
	const kindId = releaseKinds[owner.kind];
	const release = kindId === undefined ? null : releaseKey(cluster, kindId, metadata.namespace, owner.name);
	return {owner: safe`${owner.kind} ${owner.name}`, release};
}

/** The Canary that made this object; null if no Canary did. */
export function flaggerClaim(metadata: Metadata, cluster: ClusterId): Claim | null {
	const isCanarys = metadata.owners.some(({kind, isController}) => isController && kind === 'Canary');
	return isCanarys ? ownerClaim(metadata, cluster) : null;
}
