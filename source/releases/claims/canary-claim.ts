import {releaseKey} from '../../domain/cluster/keys.ts';
import type {KubeObject, Snapshot} from '../../domain/cluster/kube-object.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {CANARIES} from '../../kinds/flagger/canary.ts';
import type {Claim} from '../contract.ts';

/**
 * The claim of Flagger on a route. Flagger writes the routes that bear the name of an apex, and notes the
 * original configuration on a route that existed before.
 */
export function canaryClaim({metadata}: KubeObject, snapshot: Snapshot): Claim | null {
	const {namespace, name, annotations} = metadata;
	const canary = snapshot.list(CANARIES, namespace).find(({apex}) => apex === name);
	if (canary) {
		const own = canary.metadata.name;
		return {owner: safe`Canary ${own}`, release: releaseKey(snapshot.cluster, CANARIES.id, namespace, own)};
	}
	const isNoted = annotations['flagger.kubernetes.app/original-configuration'] !== undefined;
	return isNoted ? {owner: safe`Flagger`, release: null} : null;
}
