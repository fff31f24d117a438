import type {RawObject} from '../../domain/cluster/kube-object.ts';
import {err, ok, type Result} from '../../domain/result.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {WriteError} from '../../ports/cluster.ts';
import {parseJson} from '../system/json.ts';
import type {Answer, Failure, KubeStatus} from './http/failure.ts';

/** The outcome of a PATCH: `unknown` unless the answer proves otherwise, because the server may have carried
 * it out. */
export function writeOutcome(answer: Result<Answer, Failure>, isDryRun: boolean): Result<RawObject, WriteError> {
	if (answer.ok) {
		const object = parseObject(answer.value.text);
		return object === null ? err(uncertain(isDryRun, safe`the reply was cut off or is not readable`)) : ok(object);
	}
	return err(writeError(answer.error, isDryRun));
}

/** The outcome of a DELETE. When the object is gone, or another one has its name, a precondition failed. */
export function removeOutcome(answer: Result<Answer, Failure>, isDryRun: boolean): Result<void, WriteError> {
	if (answer.ok) return ok(undefined);
	if (answer.error.error.status === 404)
		return err({kind: 'preconditionFailed', status: 409, message: safe`it is gone already`});
	return err(writeError(answer.error, isDryRun));
}

/** The outcome of a call through the API server. Without endpoints behind the Service nothing was called. */
export function callOutcome(answer: Result<Answer, Failure>): Result<void, WriteError> {
	if (answer.ok) return ok(undefined);
	const {error, status} = answer.error;
	if (error.status === 503 && /no endpoints available/.test(status?.message ?? ''))
		return err({kind: 'notSent', message: error.message, retryAfterSeconds: null});
	return err(writeError(answer.error, false));
}

function writeError(failed: Failure, isDryRun: boolean): WriteError {
	const {error, status: said, retryAfterSeconds} = failed;
	const {status, message} = error;
	if (!failed.wasSent) return {kind: 'notSent', message, retryAfterSeconds: null};
	if (status === null) return uncertain(isDryRun, message, error.kind === 'timeout');
	if (status === 429) return {kind: 'notSent', message, retryAfterSeconds};
	if (status === 401 || status === 403) return {kind: 'denied', status, message, missing: error.missing};
	if (status === 409) return {kind: 'preconditionFailed', status, message};
	if (status === 422) return unprocessable(said, message);
	if (status === 400 && isDryRun && /does not support dry.?run/i.test(said?.message ?? ''))
		return {kind: 'previewUnavailable', message};
	if (status === 400 && webhookDenial.test(said?.message ?? ''))
		return {kind: 'denied', status, message, missing: null};
	if (certainRefusals.has(status)) return {kind: 'invalid', status, message, causes: []};
	return uncertain(isDryRun, message, status === 504);
}

/** A dry run changes nothing, so losing its reply leaves no doubt about the object. */
function uncertain(isDryRun: boolean, message: SafeText, isTimeout = false): WriteError {
	return {kind: isDryRun ? 'previewUnavailable' : 'unknown', message, ...(isTimeout ? {isTimeout} : {})};
}

/** Statuses with which the API server refuses before it stores anything. */
const certainRefusals: ReadonlySet<number> = new Set([400, 404, 405, 406, 413, 415]);
const webhookDenial = /^admission webhook .* denied the request/;

/** A failed `test` and a missing path are 422 with empty details; a value that the schema or a validation
 * refuses comes with causes. We do not show the server's sentence: it quotes the value, which may be
 * private. */
function unprocessable(said: KubeStatus | null, message: SafeText): WriteError {
	const causes = said?.details?.causes ?? [];
	const isEmpty = causes.length === 0 && said?.details?.name === undefined && said?.details?.kind === undefined;
	if (isEmpty) {
		if (webhookDenial.test(said?.message ?? '')) return {kind: 'denied', status: 422, message, missing: null};
		return {kind: 'preconditionFailed', status: 422, message: safe`the object is no longer as the patch expects it`};
	}
	const what = safe`${ident(said?.details?.kind ?? 'object')} ${ident(said?.details?.name ?? '')}`;
	return {
		kind: 'invalid',
		status: 422,
		message: safe`the API server finds the changed ${what} invalid`,
		causes: causes.map(cause => safe`${ident(cause.field ?? 'object')}: ${causeText(cause.message ?? '')}`),
	};
}

/** `Invalid value: "…": must be positive` without the value: its beginning, and its end where that is a plain rule. */
function causeText(message: string): SafeText {
	const parts = message.split(': ');
	const head = ident(/^[A-Z][a-z ]+$/.test(parts[0] ?? '') ? (parts[0] ?? '') : 'refused');
	const tail = parts.length > 2 ? (parts.at(-1) ?? '') : '';
	return /^([\w.[\]-]+ in body )?(must|should|may not|cannot)\b[^"'`]*$/.test(tail)
		? safe`${head}: ${ident(tail)}`
		: head;
}

function parseObject(text: string): RawObject | null {
	const value = parseJson(text);
	return isObject(value) && typeof value.kind === 'string' && value.kind !== 'Status' ? value : null;
}

export function isObject(value: unknown): value is RawObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
