import type {KubeObject, ObjectStore, ResourceId} from '../contract.ts';

/** The objects of one kind whose controller is `owner`. */
export function ownedBy<T extends KubeObject>(
	store: ObjectStore,
	resource: ResourceId,
	owner: KubeObject,
): readonly T[] {
	return store
		.ownedBy(resource, owner.metadata.uid ?? '')
		.filter(({metadata}) =>
			metadata.ownerReferences?.some(({uid, controller}) => uid === owner.metadata.uid && controller),
		)
		.map(object => object as T);
}

/** The keys of the owners of that kind; for a loop over owners that watches the objects they own. */
export function ownerKeys(object: KubeObject, kind: string): readonly string[] {
	return (object.metadata.ownerReferences ?? [])
		.filter(owner => owner.kind === kind && owner.controller === true)
		.map(({name}) => `${object.metadata.namespace ?? ''}/${name}`);
}

/** The reference that makes `owner` the controller of an object. */
export function controlledBy(owner: KubeObject) {
	const {name, uid} = owner.metadata;
	if (uid === undefined) throw new Error(`${owner.kind} ${name} has no uid`);
	return {apiVersion: owner.apiVersion, kind: owner.kind, name, uid, controller: true, blockOwnerDeletion: true};
}
