import {trackManagedFields} from '../../../source/demo/api/write/managed-fields.ts';
import type {KubeObject as StoredObject} from '../../../source/demo/contract.ts';
import type {
	JsonObject,
	KubeObject,
	ObjectRef,
	RawObject,
	WatchedKind,
} from '../../../source/domain/cluster/kube-object.ts';
import type {UnreadObject} from '../../../source/domain/cluster/read-object.ts';
import type {JsonPatchOperation} from '../../../source/domain/release/plan.ts';
import {err, ok, type Result} from '../../../source/domain/result.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import {formatTime} from '../../../source/domain/time.ts';
import type {ClusterError, WatchRequest, WriteError} from '../../../source/ports/cluster.ts';
import {frozen, readOnce} from '../../releases/frozen.ts';
import {liveObject, patched} from '../../releases/operator.ts';
import {isOfGroup} from '../../releases/situation.ts';

/** Recorded objects that can be read, watched and changed by guarded patches, as in an API server. */
export interface FakeApiServer {
	objects(): readonly RawObject[];
	/** Replaces all objects by these, as if the controller or a colleague had changed the cluster. */
	become(objects: readonly RawObject[]): void;
	/** Changes one object; no writer is noted. */
	mutate(kind: string, name: string, patch: readonly JsonPatchOperation[]): void;
	read(ref: ObjectRef): Result<RawObject, ClusterError>;
	/** Applies and remembers the patch; 422 where a `test` fails. */
	commit(ref: ObjectRef, patch: readonly JsonPatchOperation[], atMs: number): Result<RawObject, WriteError>;
	dryRun(ref: ObjectRef, patch: readonly JsonPatchOperation[]): Result<RawObject, WriteError>;
	/** Deletes the object with that uid; 409 where another has its name. */
	remove(ref: ObjectRef, uid: string, isDryRun: boolean): Result<void, WriteError>;
	/** A call of a Service behind the API server: remembered, and answered as `answerCall` says. */
	call(path: string): Result<void, WriteError>;
	/** What the Service does when it is called. */
	answerCall: (path: string) => Result<void, WriteError>;
	/** What a watch lists, as its schema reads it. */
	list(request: WatchRequest): {readonly objects: readonly KubeObject[]; readonly unread: readonly UnreadObject[]};
	/** Every call that arrived, in order. */
	readonly calls: readonly string[];
	/** The uid of every object that was deleted, in order. */
	readonly removed: readonly string[];
	/** Every patch that took effect, in order. */
	readonly applied: readonly (readonly JsonPatchOperation[])[];
}

export function createFakeApiServer(initial: readonly RawObject[]): FakeApiServer {
	let objects = initial;
	let version = 1_000_000;
	const applied: (readonly JsonPatchOperation[])[] = [];

	const find = (ref: ObjectRef) => liveObject(objects, ref);

	function replace(before: RawObject, after: RawObject): void {
		objects = objects.map(object => (object === before ? frozen(after) : object));
	}

	function tried(ref: ObjectRef, patch: readonly JsonPatchOperation[]): Result<RawObject, WriteError> {
		const object = find(ref);
		if (!object) return err({kind: 'denied', status: 404, message: safe`not found`, missing: null});
		const next = patched(object, patch);
		return next ? ok(next) : err({kind: 'preconditionFailed', status: 422, message: safe`the test operation failed`});
	}

	const calls: string[] = [];
	const removed: string[] = [];
	const server: FakeApiServer = {
		applied,
		calls,
		removed,
		answerCall: () => ok(undefined),
		call(path) {
			calls.push(path);
			return server.answerCall(path);
		},
		remove(ref, uid, isDryRun) {
			const found = find(ref);
			if (!found || (found.metadata as RawObject).uid !== uid)
				return err({kind: 'preconditionFailed', status: 409, message: safe`the uid differs`});
			if (isDryRun) return ok(undefined);
			objects = objects.filter(object => object !== found);
			removed.push(uid);
			return ok(undefined);
		},
		objects: () => objects,
		become(next) {
			objects = next;
		},
		mutate(kind, name, patch) {
			const before = objects.find(object => object.kind === kind && metadataOf(object).name === name);
			const after = before && patched(before, patch);
			if (!before || !after) throw new Error(`no such change of ${kind} ${name}`);
			replace(before, withMetadata(after, {resourceVersion: String(++version)}));
		},
		read(ref) {
			const found = find(ref);
			return found ? ok(found) : err({kind: 'notFound', status: 404, message: safe`not found`, missing: null});
		},
		dryRun: tried,
		commit(ref, patch, atMs) {
			const before = find(ref);
			const result = tried(ref, patch);
			if (!result.ok || !before) return result;
			const after = writtenBy('perch', before, result.value, {atMs, isStatus: isOfStatus(patch)});
			version += 1;
			replace(before, withMetadata(after, {resourceVersion: String(version)}));
			applied.push(patch);
			return ok(after);
		},
		list: request => {
			const read = objects.flatMap(object => parsed(request, object));
			return {
				objects: read.flatMap(one => (one.ok ? [one.value] : [])),
				unread: read.flatMap(one => (one.ok ? [] : [one.error])),
			};
		},
	};
	return server;
}

function parsed(
	{kind, namespace, labelSelector, fieldSelector}: WatchRequest,
	object: RawObject,
): readonly Result<KubeObject, UnreadObject>[] {
	if (object.kind !== kind.kind || !isOfGroup(object, kind.group) || !isAbout(fieldSelector, object)) return [];
	const {labels, namespace: own} = metadataOf(object);
	if (namespace !== undefined && own !== namespace) return [];
	if (labelSelector !== undefined && !selects(labelSelector, labels ?? {})) return [];
	return [readOnce(kind as WatchedKind, object)];
}

/** `involvedObject.kind=Rollout,involvedObject.name=checkout` */
function isAbout(fieldSelector: string | undefined, object: RawObject): boolean {
	if (fieldSelector === undefined) return true;
	const about = object.involvedObject as RawObject | undefined;
	return fieldSelector.split(',').every(term => {
		const [field = '', value] = term.split('=');
		return about?.[field.replace('involvedObject.', '')] === value;
	});
}

function selects(selector: string, labels: Readonly<Record<string, string>>): boolean {
	return selector.split(',').every(term => {
		const [key = '', value] = term.split('=');
		return value === undefined ? key in labels : labels[key] === value;
	});
}

/** The object after a write, with what an API server notes of it: the owner of each field, and the generation. */
export function writtenBy(
	manager: string,
	before: RawObject,
	after: RawObject,
	{atMs, isStatus}: {readonly atMs: number; readonly isStatus: boolean},
): RawObject {
	// For some writers the recordings kept only the name and the time, and no fields.
	const {managedFields: noted = []} = metadataOf(before);
	const untold = noted.filter(({fieldsV1}) => fieldsV1 === undefined);
	const tracked = withMetadata(before, {managedFields: noted.filter(({fieldsV1}) => fieldsV1 !== undefined)});
	const managedFields = trackManagedFields({
		before: tracked as unknown as StoredObject,
		after: after as unknown as StoredObject,
		writer: isStatus ? {manager, subresource: 'status'} : {manager},
		time: formatTime(atMs),
		isCustom: /\.(io|app)\//.test(String(before.apiVersion)),
	}) as unknown as readonly JsonObject[];
	const {generation} = before.metadata as {readonly generation?: number};
	const isNew = JSON.stringify(before.spec) !== JSON.stringify(after.spec) && generation !== undefined;
	return withMetadata(after, {
		managedFields: [...untold, ...managedFields],
		...(isNew ? {generation: generation + 1} : {}),
	});
}

export function isOfStatus(patch: readonly JsonPatchOperation[]): boolean {
	return patch.some(({op, path}) => op !== 'test' && path.startsWith('/status'));
}

function metadataOf(object: RawObject): {
	readonly name: string;
	readonly namespace: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly managedFields?: readonly JsonObject[];
} {
	return object.metadata as unknown as ReturnType<typeof metadataOf>;
}

function withMetadata(object: RawObject, change: JsonObject): RawObject {
	return {...object, metadata: {...(object.metadata as RawObject), ...change}};
}
