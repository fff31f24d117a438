import {json, plainText, type Reply} from './connection/exchange.ts';

/** The object or resource that a refusal is about. */
export interface About {
	readonly group: string;
	/** The plural name, or the kind in an `Invalid` refusal. */
	readonly kind: string;
	readonly name: string;
}

export interface Cause {
	readonly reason: string;
	readonly message: string;
	readonly field: string;
}

/** The body of a refusal; also the object of an ERROR event. */
export interface StatusBody {
	readonly kind: 'Status';
	readonly apiVersion: 'v1';
	readonly metadata: Readonly<Record<string, unknown>>;
	readonly status: 'Success' | 'Failure';
	readonly message?: string;
	readonly reason?: string;
	readonly details?: Readonly<Record<string, unknown>>;
	readonly code?: number;
}

export function failure(
	code: number,
	message: string,
	{reason, details, metadata = {}}: Partial<Pick<StatusBody, 'reason' | 'details' | 'metadata'>> = {},
): StatusBody {
	return {
		kind: 'Status',
		apiVersion: 'v1',
		metadata,
		status: 'Failure',
		message,
		...(reason === undefined ? {} : {reason}),
		...(details === undefined ? {} : {details}),
		code,
	};
}

export function refuse(body: StatusBody, headers: Readonly<Record<string, string>> = {}): Reply {
	return json(body, body.code ?? 500, headers);
}

export function badRequest(message: string): Reply {
	return refuse(failure(400, message, {reason: 'BadRequest'}));
}

/** The server's refusal when an admission webhook answers 400. */
export function deniedBy(webhook: string, because: string): Reply {
	return refuse(failure(400, `admission webhook "${webhook}" denied the request: ${because}`));
}

export function unauthorized(): Reply {
	return refuse(failure(401, 'Unauthorized', {reason: 'Unauthorized'}));
}

/** `what` is `User "vera" cannot list resource …`; without `about` the request is for a plain path. */
export function forbidden(what: string, about?: Partial<About>): Reply {
	const message = about === undefined ? `forbidden: ${what}` : `${subject(about)} is forbidden: ${what}`;
	const body = failure(403, message, {reason: 'Forbidden', details: about === undefined ? {} : detailsOf(about)});
	return refuse(body, {'x-content-type-options': 'nosniff'});
}

export function notFound(about: About): Reply {
	return refuse(failure(404, `${subject(about)} not found`, {reason: 'NotFound', details: detailsOf(about)}));
}

/** The reply of the server's multiplexer to a path that is not served. */
export function noSuchPath(): Reply {
	return plainText('404 page not found\n', 404);
}

export function methodNotAllowed(): Reply {
	const message = 'the server does not allow this method on the requested resource';
	return refuse(failure(405, message, {reason: 'MethodNotAllowed', details: {}}));
}

export function alreadyExists(about: About): Reply {
	return refuse(failure(409, `${subject(about)} already exists`, {reason: 'AlreadyExists', details: detailsOf(about)}));
}

const wasModified = 'the object has been modified; please apply your changes to the latest version and try again';

export function conflict(about: About, because: string = wasModified): Reply {
	const message = `Operation cannot be fulfilled on ${subject(about)}: ${because}`;
	return refuse(failure(409, message, {reason: 'Conflict', details: detailsOf(about)}));
}

/** The refusal of a list or a continue token whose snapshot is gone. */
export function expired(message: string, continueToken?: string): Reply {
	const metadata = continueToken === undefined ? {} : {continue: continueToken};
	return refuse(failure(410, message, {reason: 'Expired', metadata}));
}

export function unsupportedMediaType(accepted: readonly string[]): Reply {
	const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
	return refuse(failure(415, message, {reason: 'UnsupportedMediaType'}));
}

/** `about.kind` is the kind here, not the plural name. */
export function invalid(about: About, causes: readonly Cause[]): Reply {
	const list = causes.map(({field, message}) => `${field}: ${message}`);
	const text = list.length === 1 ? (list[0] ?? '') : `[${list.join(', ')}]`;
	const subjectOfKind = `${about.kind}${about.group === '' ? '' : `.${about.group}`} "${about.name}"`;
	const details = {...detailsOf(about), causes};
	return refuse(failure(422, `${subjectOfKind} is invalid: ${text}`, {reason: 'Invalid', details}));
}

/** The server's whole reply to a JSON Patch whose test failed, or that names a missing path. */
export function patchDoesNotApply(): Reply {
	const message = 'the server rejected our request due to an error in our request';
	return refuse(failure(422, message, {reason: 'Invalid', details: {}}));
}

export function serviceUnavailable(message: string): Reply {
	return refuse(failure(503, message, {reason: 'ServiceUnavailable'}));
}

export function tooLargeResourceVersion(asked: number, current: number): Reply {
	const details = {
		causes: [{reason: 'ResourceVersionTooLarge', message: 'Too large resource version'}],
		retryAfterSeconds: 1,
	};
	const message = `Timeout: Too large resource version: ${asked}, current: ${current}`;
	return refuse(failure(504, message, {reason: 'Timeout', details}), {'retry-after': '1'});
}

export function internalError(because: string): Reply {
	const details = {causes: [{message: because}]};
	return refuse(failure(500, `Internal error occurred: ${because}`, {reason: 'InternalError', details}));
}

/** When the real server is overloaded it answers in plain text, unlike every other refusal. */
export function tooManyRequests(retryAfterSeconds: number): Reply {
	const reply = plainText('Too many requests, please try again later.\n', 429);
	return {...reply, headers: {...reply.headers, 'retry-after': String(retryAfterSeconds)}};
}

export function timedOut(): Reply {
	const message = 'Timeout: request did not complete within requested timeout - context deadline exceeded';
	return refuse(failure(504, message, {reason: 'Timeout', details: {}}));
}

export function notAcceptable(): Reply {
	const message = 'only the following media types are accepted: application/json';
	return refuse(failure(406, message, {reason: 'NotAcceptable'}));
}

export function bodyTooLarge(): Reply {
	const message = 'Request entity too large: limit is 3145728';
	return refuse(failure(413, message, {reason: 'RequestEntityTooLarge', details: {}}));
}

function subject({group = '', kind = '', name = ''}: Partial<About>): string {
	return `${kind}${group === '' ? '' : `.${group}`}${name === '' ? '' : ` "${name}"`}`;
}

function detailsOf({group = '', kind = '', name = ''}: Partial<About>): Record<string, string> {
	return {...(name === '' ? {} : {name}), ...(group === '' ? {} : {group}), ...(kind === '' ? {} : {kind})};
}
