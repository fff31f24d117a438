import type {KubeObject, Snapshot} from '../../domain/cluster/kube-object.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {REPLICA_SETS, type ReplicaSetObject} from '../../kinds/replica-set.ts';

/** The ReplicaSets that a workload controls, by the uid in their owner reference: labels alone can be shared. */
export function ownedReplicaSets(owner: KubeObject, snapshot: Snapshot): readonly ReplicaSetObject[] {
	return snapshot
		.list(REPLICA_SETS, owner.metadata.namespace)
		.filter(({metadata}) => metadata.owners.some(({uid, isController}) => isController && uid === owner.metadata.uid));
}

/** The value of a label or annotation; null if it is missing or empty. */
export function labelOf(labels: Readonly<Record<string, SafeText>>, key: string): SafeText | null {
	return labels[key] || null;
}

/** A revision annotation as a number; null if it is not a number. */
export function revisionNumber(object: KubeObject, annotation: string): number | null {
	const text = object.metadata.annotations[annotation];
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
