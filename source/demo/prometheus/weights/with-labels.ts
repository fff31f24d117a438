import type {Labels, ReplicaSetObject} from './cluster-objects.ts';

export const templateLabels = ({spec}: ReplicaSetObject): Labels => spec.template.metadata?.labels ?? {};

/** The ReplicaSets whose pods have all labels of a selector; none for an empty one. `replicaSets` is indexed once, and
 * must not change: a namespace may have a thousand. */
export const withLabels = (replicaSets: readonly ReplicaSetObject[], selector: Labels): readonly ReplicaSetObject[] => {
	const [first] = Object.entries(selector);
	if (first === undefined) return [];
	const index = indices.get(replicaSets) ?? byLabel(replicaSets);
	indices.set(replicaSets, index);
	return (index.get(first.join('=')) ?? []).filter(replicaSet => hasAll(templateLabels(replicaSet), selector));
};

export const hasAll = (labels: Labels, selector: Labels): boolean => {
	for (const label in selector) if (labels[label] !== selector[label]) return false;
	return true;
};

const indices = new WeakMap<readonly ReplicaSetObject[], ReadonlyMap<string, readonly ReplicaSetObject[]>>();

const byLabel = (replicaSets: readonly ReplicaSetObject[]): ReadonlyMap<string, readonly ReplicaSetObject[]> => {
	const index = new Map<string, ReplicaSetObject[]>();
	for (const replicaSet of replicaSets) {
		for (const pair of Object.entries(templateLabels(replicaSet))) {
			const key = pair.join('=');
			const same = index.get(key);
			if (same === undefined) index.set(key, [replicaSet]);
			else same.push(replicaSet);
		}
	}
	return index;
};
