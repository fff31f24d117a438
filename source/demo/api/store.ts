import type {DemoClock, KubeObject, ObjectMeta, ObjectStore, ResourceId, StoreEvent, Writer} from '../contract.ts';
import {freezeCopy, sameJson} from './frozen-json.ts';
import {nameSuffix, uidFrom} from './identifiers.ts';
import {type Collection, createCollection, objectKey} from './list/collection.ts';
import {createOwned} from './list/owned.ts';
import {createWatchHistory, type HistoryEntry, type WatchHistory} from './list/watch-history.ts';
import {type Resource, shopResources, storageVersion} from './resources.ts';
import {rfc3339} from './rfc3339.ts';
import {trackManagedFields} from './write/managed-fields.ts';
import {bumpsGeneration, replacement} from './write/object-update.ts';
import {withTemplateGeneration} from './write/template-generation.ts';

/** The store as the API server needs it, with more than the controllers see. */
export interface ApiStore extends ObjectStore {
	/** Calls the listener after each change, in order, with the object before the change too. */
	subscribe(listener: (event: HistoryEntry) => void): () => void;
	/** What `create` or `replace` would store, without storing it: a dry run. */
	previewCreate(resource: ResourceId, object: KubeObject, writer: Writer): KubeObject;
	previewReplace(resource: ResourceId, object: KubeObject, writer: Writer): KubeObject;
	changesSince(resource: ResourceId, resourceVersion: number): ReturnType<WatchHistory['since']>;
	/** The whole collection as it was at `resourceVersion`, or undefined when the history no longer reaches there. */
	listAt(resource: ResourceId, resourceVersion: number): readonly KubeObject[] | undefined;
	/** Makes every resourceVersion before now too old, as a compaction does. */
	expireHistory(): void;
	resourceOf(resource: ResourceId): Resource;
}

/** The objects of the demo cluster. All writes are synchronous. Subscribers hear of all writes in order, also of
 * those that another subscriber makes. `create` keeps a uid, creationTimestamp, generation, status or managedFields
 * that it is given, so that a world can start in the middle of its story. Removing a missing object is no error.
 * Removing an owner removes the objects that only it owned.
 * `seed` decides uids and generated names. `historyLimit` counts changes per resource. A restarted store must start
 * above its predecessor's last resourceVersion: watchers then list again instead of waiting for the future. */
export function createObjectStore({
	seed,
	clock,
	resources = shopResources,
	historyLimit = 5_000,
	historyMaxAgeMs = 300_000,
	firstResourceVersion = 1,
}: {
	seed: number | string;
	clock: Pick<DemoClock, 'nowMs'>;
	resources?: readonly Resource[];
	historyLimit?: number;
	historyMaxAgeMs?: number;
	firstResourceVersion?: number;
}): ApiStore {
	const catalogue = new Map(resources.map(resource => [resource.id, resource]));
	const collections = new Map<ResourceId, Collection>(resources.map(({id}) => [id, createCollection()]));
	const history = createWatchHistory({limit: historyLimit, maxAgeMs: historyMaxAgeMs});
	const listeners = new Set<(event: HistoryEntry) => void>();
	const owned = createOwned();
	const incarnations = new Map<string, number>();
	const untold: HistoryEntry[] = [];
	let isTelling = false;
	let resourceVersion = firstResourceVersion - 1;
	let generatedNames = 0;
	history.expire(resourceVersion);

	const store: ApiStore = {
		get resourceVersion() {
			return resourceVersion;
		},
		get: (resource, namespace, name) => collectionOf(resource).get(namespace, name),
		list: (resource, namespace) => collectionOf(resource).list(namespace),
		ownedBy(resource, ownerUid) {
			return owned
				.by(ownerUid)
				.filter(one => one.resource === resource)
				.flatMap(({namespace, name}) => store.get(resource, namespace, name) ?? []);
		},
		create(id, object, writer) {
			const created = stamped(prepareCreate(id, object, writer));
			if (object.metadata.name !== created.metadata.name) generatedNames += 1;
			const key = `${id} ${objectKey(created.metadata.namespace, created.metadata.name)}`;
			incarnations.set(key, (incarnations.get(key) ?? 0) + 1);
			owned.change(id, undefined, created);
			collectionOf(id).put(created);
			tell('ADDED', id, created, undefined);
			return created;
		},
		replace(id, object, writer) {
			const before = existing(id, object);
			const prepared = prepareReplace(id, object, writer);
			if (prepared === before) return before;
			const after = stamped(prepared);
			owned.change(id, before, after);
			collectionOf(id).put(after);
			tell('MODIFIED', id, after, before);
			return after;
		},
		remove(id, namespace, name) {
			const before = collectionOf(id).get(namespace, name);
			if (before === undefined) return;
			collectionOf(id).delete(before);
			owned.change(id, before, undefined);
			tell('DELETED', id, stamped(before), before);
			collectGarbage(before.metadata.uid ?? '');
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		previewCreate: prepareCreate,
		previewReplace: prepareReplace,
		changesSince: (resource, since) => history.since(resource, since, clock.nowMs()),
		listAt(resource, at) {
			const now = collectionOf(resource).list();
			if (at === resourceVersion) return now;
			const changes = history.since(resource, at, clock.nowMs());
			return changes.kind === 'expired' ? undefined : undo(now, changes.entries);
		},
		expireHistory: () => history.expire(resourceVersion),
		resourceOf,
	};
	return store;

	function resourceOf(id: ResourceId): Resource {
		const resource = catalogue.get(id);
		if (resource === undefined) throw new Error(`The demo's API server does not know the resource ${id}`);
		return resource;
	}

	function collectionOf(id: ResourceId): Collection {
		const collection = collections.get(id);
		if (collection === undefined) throw new Error(`The demo's API server does not know the resource ${id}`);
		return collection;
	}

	function existing(id: ResourceId, {metadata}: KubeObject): KubeObject {
		const object = collectionOf(id).get(metadata.namespace, metadata.name);
		if (object === undefined) throw new Error(`${id} "${objectKey(metadata.namespace, metadata.name)}" not found`);
		return object;
	}

	function prepareCreate(id: ResourceId, object: KubeObject, writer: Writer): KubeObject {
		const resource = resourceOf(id);
		const given = object.metadata;
		const name = given.name || `${String(given.generateName ?? '')}${nameSuffix(`${seed}/${generatedNames}`)}`;
		if (resource.isNamespaced !== (given.namespace !== undefined)) {
			throw new Error(`${id} "${name}" ${resource.isNamespaced ? 'needs a' : 'has no'} namespace`);
		}
		const key = `${id} ${objectKey(given.namespace, name)}`;
		if (collectionOf(id).get(given.namespace, name) !== undefined) throw new Error(`${key} already exists`);
		const time = rfc3339(clock.nowMs());
		const {resourceVersion: _, ...metadata} = {
			...given,
			name,
			uid: given.uid ?? uidFrom(`${seed}/${key}/${incarnations.get(key) ?? 0}`),
			...(resource.generation === 'none' ? {} : {generation: given.generation ?? 1}),
			creationTimestamp: given.creationTimestamp ?? time,
		};
		const after = withTemplateGeneration(resource, undefined, {
			...object,
			apiVersion: storageVersion(resource),
			kind: resource.kind,
			metadata,
		});
		const managedFields =
			given.managedFields ?? trackManagedFields({before: undefined, after, writer, time, isCustom: resource.isCustom});
		return freezeCopy({...after, metadata: {...after.metadata, managedFields}});
	}

	/** Returns the stored object itself when nothing changes. */
	function prepareReplace(id: ResourceId, object: KubeObject, writer: Writer): KubeObject {
		const resource = resourceOf(id);
		const before = existing(id, object);
		if (writer.subresource !== undefined && !resource.subresources.includes(writer.subresource)) {
			throw new Error(`${id} has no ${writer.subresource} subresource`);
		}
		const merged = freezeCopy(withTemplateGeneration(resource, before, replacement(resource, before, object, writer)));
		if (sameJson(before, merged)) return before;
		const generation = before.metadata.generation;
		const isNewGeneration =
			generation !== undefined && writer.subresource !== 'status' && bumpsGeneration(resource, before, merged);
		const metadata: ObjectMeta = {
			...merged.metadata,
			...(isNewGeneration ? {generation: generation + 1} : {}),
		};
		const after: KubeObject = {...merged, metadata};
		const time = rfc3339(clock.nowMs());
		const managedFields = trackManagedFields({before, after, writer, time, isCustom: resource.isCustom});
		return freezeCopy({...after, metadata: {...metadata, managedFields}});
	}

	function stamped(object: KubeObject): KubeObject {
		resourceVersion += 1;
		return freezeCopy({...object, metadata: {...object.metadata, resourceVersion: String(resourceVersion)}});
	}

	function tell(type: StoreEvent['type'], resource: ResourceId, object: KubeObject, previous: KubeObject | undefined) {
		const entry: HistoryEntry = {type, resource, object, previous, resourceVersion};
		history.append(entry, clock.nowMs());
		untold.push(entry);
		if (isTelling) return;
		isTelling = true;
		try {
			for (let next = untold.shift(); next !== undefined; next = untold.shift()) {
				for (const listener of [...listeners]) listener(next);
			}
		} finally {
			isTelling = false;
		}
	}

	function collectGarbage(ownerUid: string): void {
		const orphans = owned.by(ownerUid);
		owned.forget(ownerUid);
		for (const {resource, namespace, name} of orphans) {
			const owners = store.get(resource, namespace, name)?.metadata.ownerReferences ?? [];
			// An object stays as long as another of its owners exists.
			if (!owners.some(({uid}) => uid !== ownerUid && owned.isOwner(uid))) store.remove(resource, namespace, name);
		}
	}
}

/** Undoes changes, newest first, and lists the objects as they were before. */
function undo(now: readonly KubeObject[], changes: readonly HistoryEntry[]): readonly KubeObject[] {
	const collection = createCollection();
	for (const object of now) collection.put(object);
	for (const {object, previous} of changes.toReversed()) {
		if (previous === undefined) collection.delete(object);
		else collection.put(previous);
	}
	return collection.list();
}
