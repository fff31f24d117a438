import {type RevisionKey, revisionKey} from '../../domain/cluster/keys.ts';
import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import type {PodBehind} from '../../domain/release/release.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {ENDPOINT_SLICES} from '../../kinds/endpoint-slice.ts';
import type {Backing} from './backing.ts';

/** The ready pods behind the destinations, as the endpoints of their Services name them. Where destinations share a
 * Service, a pod is of the one whose Deployment made it. */
export function podsBehind(uid: SafeText, backings: readonly Backing[], snapshot: Snapshot): readonly PodBehind[] {
	const found = new Map<string, PodBehind>();
	for (const {wanted} of backings) {
		if (wanted === null) continue;
		const {namespace, name: service} = wanted;
		const sharing = backings.filter(other => other.wanted?.namespace === namespace && other.wanted.name === service);
		const slices = snapshot.list(ENDPOINT_SLICES, namespace).filter(slice => slice.service === service);
		for (const name of slices.flatMap(({readyPods}) => readyPods))
			found.set(`${namespace}/${name}`, {namespace, name, revision: revisionOf(uid, name, sharing)});
	}
	return [...found.values()];
}

function revisionOf(uid: SafeText, pod: SafeText, sharing: readonly Backing[]): RevisionKey | null {
	const [only] = sharing;
	const of = sharing.length === 1 ? only : sharing.find(({deployments}) => deployments.some(one => made(one, pod)));
	return of ? revisionKey(uid, of.name) : null;
}

/** A Deployment's pods are called after it, its ReplicaSet's hash and five letters. */
function made({metadata: {name}}: Backing['deployments'][number], pod: SafeText): boolean {
	return pod.startsWith(`${name}-`) && /^[a-z0-9]+-[a-z0-9]{5}$/.test(pod.slice(name.length + 1));
}
