import type {KubeObject} from '../../contract.ts';

/** The objects of one resource, in the order in which the API server lists them: by namespace, then name. */
export interface Collection {
	get(namespace: string | undefined, name: string): KubeObject | undefined;
	/** All objects, or those of one namespace. Callers share the array: it is never changed, only replaced. */
	list(namespace?: string): readonly KubeObject[];
	put(object: KubeObject): void;
	delete(object: KubeObject): void;
}

export function createCollection(): Collection {
	const objects = new Map<string, KubeObject>();
	const lists = new Map<string, readonly KubeObject[]>();
	let sortedKeys: readonly string[] | undefined;

	const forget = (object: KubeObject) => {
		lists.delete(everywhere);
		lists.delete(object.metadata.namespace ?? '');
	};
	const everything = (): readonly KubeObject[] => {
		sortedKeys ??= [...objects.keys()].sort();
		return sortedKeys.flatMap(key => objects.get(key) ?? []);
	};

	const list = (namespace = everywhere): readonly KubeObject[] => {
		const known = lists.get(namespace);
		if (known !== undefined) return known;
		const fresh =
			namespace === everywhere
				? everything()
				: list().filter(object => (object.metadata.namespace ?? '') === namespace);
		lists.set(namespace, Object.freeze(fresh));
		return fresh;
	};

	return {
		get: (namespace, name) => objects.get(objectKey(namespace, name)),
		list,
		put(object) {
			const key = objectKey(object.metadata.namespace, object.metadata.name);
			if (!objects.has(key)) sortedKeys = undefined;
			objects.set(key, object);
			forget(object);
		},
		delete(object) {
			objects.delete(objectKey(object.metadata.namespace, object.metadata.name));
			sortedKeys = undefined;
			forget(object);
		},
	};
}

/** The key of an object in etcd; lists and continue tokens follow the order of these keys. */
export function objectKey(namespace: string | undefined, name: string): string {
	return namespace === undefined ? name : `${namespace}/${name}`;
}

const everywhere = '*';
