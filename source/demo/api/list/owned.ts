import type {KubeObject, ResourceId} from '../../contract.ts';

interface Owned {
	readonly resource: ResourceId;
	readonly namespace: string | undefined;
	readonly name: string;
}

/** Which objects name which owner, by the owner's uid. */
export interface OwnedObjects {
	/** After a change of an object; undefined where it did not exist before, or does no more. */
	change(resource: ResourceId, before: KubeObject | undefined, after: KubeObject | undefined): void;
	/** By name. */
	by(ownerUid: string): readonly Owned[];
	/** Whether objects ever named it, until it is forgotten. */
	isOwner(uid: string): boolean;
	forget(ownerUid: string): void;
}

export function createOwned(): OwnedObjects {
	const owned = new Map<string, Map<string, Owned>>();
	return {
		change(resource, before, after) {
			if (before?.metadata.ownerReferences === after?.metadata.ownerReferences) return;
			const {namespace, name} = (after ?? before)?.metadata ?? {name: ''};
			const key = `${resource} ${namespace}/${name}`;
			for (const {uid} of before?.metadata.ownerReferences ?? []) owned.get(uid)?.delete(key);
			for (const {uid} of after?.metadata.ownerReferences ?? []) {
				const objects = owned.get(uid) ?? new Map<string, Owned>();
				owned.set(uid, objects.set(key, {resource, namespace, name}));
			}
		},
		by: ownerUid =>
			[...(owned.get(ownerUid)?.values() ?? [])].toSorted((left, right) => (left.name < right.name ? -1 : 1)),
		isOwner: uid => owned.has(uid),
		forget: ownerUid => owned.delete(ownerUid),
	};
}
