import {releaseKey} from '../../domain/cluster/keys.ts';
import type {KubeObject, Snapshot} from '../../domain/cluster/kube-object.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {CANARIES} from '../../kinds/flagger/canary.ts';
import type {Claim} from '../contract.ts';

/**
 * The Canary whose target or primary this workload is; null if there is none. The target itself carries no mark
 * of Flagger.
 */
export function targetClaim(kind: string, {metadata}: KubeObject, snapshot: Snapshot): Claim | null {
	const canary = snapshot
		.list(CANARIES, metadata.namespace)
		.find(
			({target}) =>
				target.kind === kind && (target.name === metadata.name || `${target.name}-primary` === metadata.name),
		);
	if (!canary) return null;
	const {namespace, name} = canary.metadata;
	return {owner: safe`Canary ${name}`, release: releaseKey(snapshot.cluster, CANARIES.id, namespace, name)};
}
