import type {KubeObject} from '../../contract.ts';
import {isProtobuf} from '../access/review-protobuf.ts';
import {type Answer, json} from '../connection/exchange.ts';
import {isRecord} from '../frozen-json.ts';
import {parseSelectors} from '../list/selectors.ts';
import {groupVersion} from '../resources.ts';
import {representList} from '../show/representation.ts';
import {objectJson} from '../show/wire-json.ts';
import {type About, alreadyExists, badRequest, conflict, invalid, notFound, unsupportedMediaType} from '../status.ts';
import {denialOf} from './admission.ts';
import {graceSecondsOf, withDeletion} from './graceful-deletion.ts';
import {withRouteDefaults} from './route-defaults.ts';
import {violations} from './validation.ts';
import {aboutOf, dryRunOf, parseObject, storedNamespace, type WriteContext, writerOf} from './write.ts';

/** Answers a POST to a collection. */
export function answerCreate(context: WriteContext): Answer {
	const {request, store, served} = context;
	const {resource} = served;
	const dryRun = dryRunOf(context);
	if (!dryRun.ok) return dryRun.error;
	if (isProtobuf(request.body)) return unsupportedMediaType(['application/json']);
	const parsed = parseObject(request.body);
	if (!parsed.ok) return parsed.error;
	const {apiVersion, kind, metadata} = parsed.value;
	const expectedVersion = groupVersion(resource, served.version);
	if (apiVersion !== expectedVersion || kind !== resource.kind) {
		const message = `${kind} in version "${apiVersion}" cannot be handled as a ${resource.kind}: no kind "${kind}" is registered for version "${apiVersion}"`;
		return badRequest(message);
	}
	const namespace = storedNamespace(context);
	if ((metadata.namespace ?? namespace) !== namespace) {
		return badRequest('the namespace of the provided object does not match the namespace sent on the request');
	}
	if (namespace !== undefined && store.get('namespaces', undefined, namespace) === undefined) {
		return notFound({group: '', kind: 'namespaces', name: namespace});
	}
	const name = metadata.name ?? '';
	const about: About = {...aboutOf(context), name};
	if (name === '' && !metadata.generateName) {
		const message = 'Required value: name or generateName is required';
		return invalid({...about, kind: resource.kind}, [{reason: 'FieldValueRequired', message, field: 'metadata.name'}]);
	}
	if (store.get(resource.id, namespace, name) !== undefined) return alreadyExists(about);
	const object = withDefaults(resource.id, asNew(parsed.value, namespace, resource.subresources.includes('status')));
	const causes = [...violations(resource, object), ...eventViolations(object)];
	if (causes.length > 0) return invalid({...about, kind: resource.kind}, causes);
	const denial = denialOf(resource.id, object);
	if (denial !== undefined) return denial;
	const write = dryRun.value ? store.previewCreate : store.create;
	return json(objectJson(write(resource.id, object, writerOf(context)), served), 201);
}

/** Answers a DELETE of one object. The object goes at once, with the objects that it owns. A pod gets its grace
 * period instead, and the answer is the pod itself. */
export function answerDelete(context: WriteContext, nowMs: number): Answer {
	const {request, store, served} = context;
	const about = aboutOf(context);
	const dryRun = dryRunOf(context);
	if (!dryRun.ok) return dryRun.error;
	const namespace = storedNamespace(context);
	const live = store.get(served.resource.id, namespace, about.name);
	if (live === undefined) return notFound(about);
	const options = request.body.length === 0 ? undefined : jsonRecord(request.body);
	const preconditions = isRecord(options?.preconditions) ? options.preconditions : {};
	for (const [field, name] of [
		['uid', 'UID'],
		['resourceVersion', 'ResourceVersion'],
	] as const) {
		const [wanted, actual] = [preconditions[field], live.metadata[field]];
		if (wanted === undefined || wanted === actual) continue;
		const because = `the ${name} in the precondition (${String(wanted)}) does not match the ${name} in record (${actual}). The object might have been deleted and then recreated`;
		return conflict(about, because);
	}
	if (served.resource.id === 'pods') {
		const graceSeconds = Number(options?.gracePeriodSeconds ?? graceSecondsOf(live));
		return deletedPod(context, live, {graceSeconds, isDryRun: dryRun.value, nowMs});
	}
	if (!dryRun.value) store.remove(served.resource.id, namespace, about.name);
	const {name, group, kind} = about;
	const details = {name, ...(group === '' ? {} : {group}), kind, uid: live.metadata.uid};
	return json({kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details});
}

/** A second DELETE does not change the deadline of a pod that is being deleted, unless it deletes at once. */
function deletedPod(
	context: WriteContext,
	live: KubeObject,
	{graceSeconds, isDryRun, nowMs}: {readonly graceSeconds: number; readonly isDryRun: boolean; readonly nowMs: number},
): Answer {
	const {store, served} = context;
	const {id} = served.resource;
	if (graceSeconds === 0) {
		if (!isDryRun) store.remove(id, live.metadata.namespace, live.metadata.name);
		return json(objectJson(live, served));
	}
	if (live.metadata.deletionTimestamp !== undefined) return json(objectJson(live, served));
	const write = isDryRun ? store.previewReplace : store.replace;
	const going = write(id, withDeletion(live, graceSeconds, nowMs), writerOf(context));
	return json(objectJson(going, served));
}

/** Answers a DELETE of a collection: deletes the objects that the selectors pick, and lists them in the answer. */
export function answerDeleteCollection(context: WriteContext, nowMs: number): Answer {
	const {request, store, served} = context;
	const dryRun = dryRunOf(context);
	if (!dryRun.ok) return dryRun.error;
	const selector = parseSelectors(request.query, served.resource);
	if (!selector.ok) return badRequest(selector.error);
	const objects = store.list(served.resource.id, storedNamespace(context));
	const gone = selector.value === undefined ? objects : objects.filter(selector.value);
	if (!dryRun.value) {
		for (const {metadata} of gone) store.remove(served.resource.id, metadata.namespace, metadata.name);
	}
	const metadata = {resourceVersion: String(store.resourceVersion)};
	return json(representList(gone, served, {as: 'object', includeObject: 'Metadata'}, {metadata, nowMs}));
}

/** Drops the fields that only the server may set. */
function asNew(object: KubeObject, namespace: string | undefined, hasStatusSubresource: boolean): KubeObject {
	const {uid, resourceVersion, generation, creationTimestamp, managedFields, ...metadata} = object.metadata;
	const {status, ...rest} = object;
	return {
		...rest,
		apiVersion: object.apiVersion,
		kind: object.kind,
		metadata: {...metadata, ...(namespace === undefined ? {} : {namespace})},
		...(hasStatusSubresource || status === undefined ? {} : {status}),
	};
}

function withDefaults(resource: string, object: KubeObject): KubeObject {
	return resource === 'events'
		? {eventTime: null, reportingComponent: '', reportingInstance: '', ...object}
		: withRouteDefaults(resource, object);
}

function eventViolations(object: KubeObject): readonly {reason: string; message: string; field: string}[] {
	if (object.kind !== 'Event' || !isRecord(object.involvedObject)) return [];
	const about = String(object.involvedObject.namespace ?? '');
	// Events about a cluster-scoped object are kept in `default`.
	if (about === object.metadata.namespace || (about === '' && object.metadata.namespace === 'default')) return [];
	const message = `Invalid value: "${about}": does not match event.namespace`;
	return [{reason: 'FieldValueInvalid', message, field: 'involvedObject.namespace'}];
}

function jsonRecord(body: Buffer): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(body.toString('utf8'));
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}
