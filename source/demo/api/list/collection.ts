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
	// A change of one object must not cost a walk over those of all other namespaces.
	const parts = new Map<string, Part>();
	let everything: readonly KubeObject[] | undefined;

	const partOf = (namespace: string): Part => {
		const part = parts.get(namespace) ?? createPart();
		parts.set(namespace, part);
		return part;
	};
	const listAll = (): readonly KubeObject[] => {
		everything ??= Object.freeze(
			// `a-b/x` is listed before `a/x`, as in etcd.
			[...parts.keys()]
				.toSorted((left, right) => (`${left}/` < `${right}/` ? -1 : 1))
				.flatMap(namespace => partOf(namespace).list()),
		);
		return everything;
	};

	return {
		get: (namespace = '', name) => parts.get(namespace)?.objects.get(name),
		list: namespace => (namespace === undefined ? listAll() : (parts.get(namespace)?.list() ?? [])),
		put(object) {
			everything = undefined;
			partOf(object.metadata.namespace ?? '').put(object);
		},
		delete({metadata: {namespace = '', name}}) {
			everything = undefined;
			const part = parts.get(namespace);
			part?.delete(name);
			if (part?.objects.size === 0) parts.delete(namespace);
		},
	};
}

/** The objects of one namespace; those without one share a part. */
interface Part {
	readonly objects: ReadonlyMap<string, KubeObject>;
	list(): readonly KubeObject[];
	put(object: KubeObject): void;
	delete(name: string): void;
}

function createPart(): Part {
	const objects = new Map<string, KubeObject>();
	let names: readonly string[] | undefined;
	let listed: readonly KubeObject[] | undefined;
	return {
		objects,
		list() {
			names ??= [...objects.keys()].sort();
			listed ??= Object.freeze(names.map(name => objects.get(name) as KubeObject));
			return listed;
		},
		put(object) {
			if (!objects.has(object.metadata.name)) names = undefined;
			objects.set(object.metadata.name, object);
			listed = undefined;
		},
		delete(name) {
			objects.delete(name);
			names = undefined;
			listed = undefined;
		},
	};
}

/** The key of an object in etcd; lists and continue tokens follow the order of these keys. */
export function objectKey(namespace: string | undefined, name: string): string {
	return namespace === undefined ? name : `${namespace}/${name}`;
}
