import type {Result} from '../../../domain/result.ts';
import type {KubeObject, Writer} from '../../contract.ts';
import {type Answer, json, type Reply, type UserRequest} from '../connection/exchange.ts';
import type {ResourceTarget} from '../connection/request-target.ts';
import {isRecord} from '../frozen-json.ts';
import {inVersion, objectJson, type ServedResource} from '../show/wire-json.ts';
import {type About, badRequest, conflict, invalid, notFound} from '../status.ts';
import type {ApiStore} from '../store.ts';
import {denialOf} from './admission.ts';
import {applyPatch, goSyntaxError, patchTypeOf} from './patch.ts';
import {withRouteDefaults} from './route-defaults.ts';
import {scaleOf, withScale} from './scale.ts';
import {violations} from './validation.ts';

export interface WriteContext {
	readonly request: UserRequest;
	readonly target: ResourceTarget;
	readonly store: ApiStore;
	readonly served: ServedResource;
}

/** Answers PATCH and PUT of an object, its status or its scale. */
export function answerUpdate(context: WriteContext): Answer {
	const {request, target, store, served} = context;
	const {resource} = served;
	const about = aboutOf(context);
	const isScale = target.subresource === 'scale';
	const dryRun = dryRunOf(context);
	if (!dryRun.ok) return dryRun.error;
	const type = target.verb === 'patch' ? patchTypeOf(request.headers['content-type'], resource.isCustom) : undefined;
	if (type?.ok === false) return type.error;
	const live = store.get(resource.id, storedNamespace(context), about.name);
	if (live === undefined) return notFound(about);
	const shown = isScale ? scaleOf(live) : inVersion(live, served);
	const wanted = type === undefined ? parseObject(request.body) : applyPatch(type.value, shown, request.body);
	if (!wanted.ok) return wanted.error;
	const refusal = checkIdentity(wanted.value, live, about, {isPut: type === undefined && resource.isCustom});
	if (refusal !== undefined) return refusal;
	const next = isScale ? withScale(live, wanted.value) : withRouteDefaults(resource.id, wanted.value);
	const causes = violations(resource, afterSubresource(next, live, context));
	if (causes.length > 0) return invalid({...about, kind: resource.kind}, causes);
	// The webhooks review the object, not its subresources.
	const denial = target.subresource === undefined ? denialOf(resource.id, next) : undefined;
	if (denial !== undefined) return denial;
	const write = dryRun.value ? store.previewReplace : store.replace;
	const written = write(resource.id, next, writerOf(context));
	return json(isScale ? scaleOf(written) : objectJson(written, served));
}

/** The field manager of a write: named by the client, else the front of its User-Agent. */
export function managerOf({query, headers}: Pick<UserRequest, 'query' | 'headers'>): string {
	const manager = query.get('fieldManager') ?? headers['user-agent']?.split('/')[0];
	return manager === undefined || manager === '' ? 'unknown' : manager;
}

export function writerOf({request, target}: WriteContext): Writer {
	const manager = managerOf(request);
	return target.subresource === 'status' || target.subresource === 'scale'
		? {manager, subresource: target.subresource}
		: {manager};
}

/** Whether the write is a dry run. */
export function dryRunOf({request: {query}, target}: Pick<WriteContext, 'request' | 'target'>): Result<boolean, Reply> {
	const asked = query.getAll('dryRun');
	if (asked.length === 0) return {ok: true, value: false};
	if (asked.every(value => value === 'All')) return {ok: true, value: true};
	const options =
		{create: 'CreateOptions', update: 'UpdateOptions', patch: 'PatchOptions'}[target.verb] ?? 'DeleteOptions';
	const message = `Unsupported value: "${asked[0]}": supported values: "All"`;
	const about = {group: 'meta.k8s.io', kind: options, name: ''};
	return {ok: false, error: invalid(about, [{reason: 'FieldValueNotSupported', message, field: 'dryRun'}])};
}

export function aboutOf({target, served: {resource}}: Pick<WriteContext, 'target' | 'served'>): About {
	return {group: resource.group, kind: resource.plural, name: target.name ?? ''};
}

export function storedNamespace({target, served}: Pick<WriteContext, 'target' | 'served'>): string | undefined {
	return served.resource.isNamespaced ? target.namespace : undefined;
}

export function parseObject(body: Buffer): Result<KubeObject, Reply> {
	const text = body.toString('utf8');
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return {ok: false, error: badRequest(`the object provided is unrecognized: ${goSyntaxError(text)}`)};
	}
	if (isRecord(value) && isRecord(value.metadata)) return {ok: true, value: value as unknown as KubeObject};
	return {
		ok: false,
		error: badRequest("the object provided is unrecognized (must have metadata): couldn't get version/kind"),
	};
}

/** Checks the fields that no client may change, and the preconditions that a body can carry. */
function checkIdentity(
	wanted: KubeObject,
	live: KubeObject,
	about: About,
	{isPut}: {isPut: boolean},
): Reply | undefined {
	const {name, namespace, uid, resourceVersion} = wanted.metadata;
	if (name !== live.metadata.name) {
		return badRequest(`the name of the object (${name}) does not match the name on the URL (${live.metadata.name})`);
	}
	if ((namespace ?? live.metadata.namespace) !== live.metadata.namespace) {
		return badRequest('the namespace of the provided object does not match the namespace sent on the request');
	}
	if (uid !== undefined && uid !== live.metadata.uid) {
		return conflict(
			about,
			`Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid}`,
		);
	}
	if (resourceVersion !== undefined && resourceVersion !== '' && resourceVersion !== live.metadata.resourceVersion) {
		return conflict(about);
	}
	if (isPut && (resourceVersion === undefined || resourceVersion === '')) {
		const message = 'Invalid value: 0x0: must be specified for an update';
		return invalid(about, [{reason: 'FieldValueInvalid', message, field: 'metadata.resourceVersion'}]);
	}
	return undefined;
}

/** Judges only the part that this request may write. */
function afterSubresource(next: KubeObject, live: KubeObject, {target, served: {resource}}: WriteContext): KubeObject {
	if (target.subresource === 'status') return {...live, status: next.status};
	return resource.subresources.includes('status') ? {...next, status: live.status} : next;
}
