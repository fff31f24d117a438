import type {KubeObject} from '../../contract.ts';
import {type ClusterObjects, clusterOf} from './cluster-objects.ts';
import {withPodSets} from './pod-sets.ts';

export type ObjectKind = keyof ClusterObjects;

/** The known objects of the cluster, by namespace: no route leads out of its own. */
export interface KnownObjects {
	/** Replaces all objects of one kind. */
	set(kind: ObjectKind, objects: readonly KubeObject[]): void;
	change(kind: ObjectKind, before: KubeObject | undefined, after: KubeObject | undefined): void;
	/** Those of one namespace; the same until one of them changes. */
	in(namespace: string): ClusterObjects;
}

export const createKnownObjects = (): KnownObjects => {
	const kinds = new Map<ObjectKind, Map<string, Map<string, KubeObject>>>();
	const made = new Map<string, ClusterObjects>();
	const change: KnownObjects['change'] = (kind, before, after) => {
		const {namespace = '', name} = (after ?? before)?.metadata ?? {name: ''};
		made.delete(namespace);
		const namespaces = kinds.get(kind) ?? new Map<string, Map<string, KubeObject>>();
		kinds.set(kind, namespaces);
		const objects = namespaces.get(namespace) ?? new Map<string, KubeObject>();
		namespaces.set(namespace, objects);
		if (after === undefined) objects.delete(name);
		else objects.set(name, after);
	};
	return {
		change,
		set(kind, objects) {
			kinds.delete(kind);
			made.clear();
			for (const object of objects) change(kind, undefined, object);
		},
		in(namespace) {
			const known = made.get(namespace);
			if (known !== undefined) return known;
			const found = [...kinds].map(([kind, namespaces]) => [kind, [...(namespaces.get(namespace)?.values() ?? [])]]);
			const objects = withPodSets(clusterOf(Object.fromEntries(found) as Partial<ClusterObjects>));
			made.set(namespace, objects);
			return objects;
		},
	};
};
