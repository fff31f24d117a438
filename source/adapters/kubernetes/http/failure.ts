import * as v from 'valibot';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ClusterError} from '../../../ports/cluster.ts';
import {retryAfter} from '../../retry-after.ts';
import {parseAs} from '../../system/json.ts';
import {ProxyRefusal} from './proxy-refusal.ts';

/** Why a request has no usable answer. Of an error from a library we keep only its code. */
export interface Failure {
	readonly error: ClusterError;
	/** False only where nothing of the request can have left this machine. */
	readonly wasSent: boolean;
	readonly retryAfterSeconds: number | null;
	/** The Status that the server answered with; null when it sent none. */
	readonly status: KubeStatus | null;
}

export type KubeStatus = v.InferOutput<typeof statusSchema>;

export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

/** The failure for an answer other than 2xx, without the values that it quotes. `redact` removes credentials from the
 * server's message. */
export function refusal(answer: Answer, redact: (text: string) => SafeText, nowMs: number): Failure {
	const status = parseStatus(answer.text);
	const message = redact(withoutValues(status?.message ?? `the API server answered ${answer.status}`));
	return {
		error: {
			kind: kindOfStatus(answer.status),
			status: answer.status,
			message: answer.status >= 300 && answer.status < 400 ? redirected : message,
			missing: answer.status === 403 ? missingVerb(status?.message ?? '') : null,
		},
		wasSent: true,
		retryAfterSeconds: retryAfter(answer.headers['retry-after'], nowMs) ?? status?.details?.retryAfterSeconds ?? null,
		status,
	};
}

/** A validation names the value that it refuses, which may be private: `Invalid value: "…": must be …`. Hides it to the
 * end of its quotes, or all that follows where it has none; a number is told. */
function withoutValues(message: string): string {
	return message.replaceAll(quotedValue, '$<what>[hidden]');
}

const quotedValue =
	/(?<what>\b(?:Invalid|Unsupported|Duplicate) value: )(?:"(?:\\.|[^"\\])*"|(?!(?:-?[\d.]+%?|true|false|null)(?::|,|\s|\]|$))[\s\S]+)/g;

/** The failure for an error of the network, of TLS or of the connection. */
export function networkFailure(error: unknown, wasSent: boolean): Failure {
	const code = codeOf(error);
	const tlsReason = tlsReasons[code];
	if (tlsReason !== undefined) return failure('tls', safe`TLS: ${tlsReason}`, wasSent);
	if (/^(ERR_SSL|ERR_TLS|EPROTO|CERT_|ERR_OSSL|UNABLE_TO_)/.test(code))
		return failure('tls', safe`TLS: the connection was refused (${ident(code)})`, wasSent);
	if (/TIMEOUT|ETIMEDOUT/.test(code)) return failure('timeout', safe`no answer in time (${ident(code)})`, wasSent);
	if (code === 'PERCH_SILENT') return failure('timeout', safe`the connection went silent`, wasSent);
	if (error instanceof ProxyRefusal)
		return failure('unreachable', safe`the proxy opened no tunnel (${error.status})`, wasSent);
	return failure('unreachable', safe`the API server cannot be reached (${ident(code)})`, wasSent);
}

export function failure(kind: ClusterError['kind'], message: SafeText, wasSent: boolean): Failure {
	return {error: {kind, status: null, message, missing: null}, wasSent, retryAfterSeconds: null, status: null};
}

export function parseStatus(text: string): KubeStatus | null {
	return parseAs(statusSchema, text);
}

export const statusSchema = v.object({
	kind: v.literal('Status'),
	message: v.optional(v.string()),
	reason: v.optional(v.string()),
	code: v.optional(v.number()),
	details: v.optional(
		v.object({
			name: v.optional(v.string()),
			kind: v.optional(v.string()),
			retryAfterSeconds: v.optional(v.number()),
			causes: v.optional(
				v.array(
					v.object({
						reason: v.optional(v.string()),
						message: v.optional(v.string()),
						field: v.optional(v.string()),
					}),
				),
			),
		}),
	),
});

const redirected = safe`the server answered with a redirect, which perch does not follow`;

function kindOfStatus(status: number): ClusterError['kind'] {
	if (status === 401) return 'unauthorized';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'notFound';
	if (status === 410) return 'gone';
	if (status === 429) return 'tooManyRequests';
	if (status === 504) return 'timeout';
	return status >= 300 && status < 400 ? 'malformed' : 'serverError';
}

/** `patch rollouts/status`, taken from the API server's message; null when something else denied the request. */
function missingVerb(message: string): SafeText | null {
	const denied = /cannot (\S+) resource "([^"]+)" in API group "([^"]*)"/.exec(message);
	return denied ? ident(`${denied[1]} ${denied[2]}`) : null;
}

function codeOf(error: unknown): string {
	if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
	if (error instanceof Error && 'code' in error) return String(error.code);
	return 'unknown';
}

const tlsReasons: Readonly<Record<string, SafeText>> = {
	DEPTH_ZERO_SELF_SIGNED_CERT: safe`the server's certificate is self-signed`,
	SELF_SIGNED_CERT_IN_CHAIN: safe`the server's certificate was issued by an authority that the kubeconfig does not name`,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: safe`the server's certificate was issued by an authority that the kubeconfig does not name`,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: safe`the server's certificate was issued by an authority that the kubeconfig does not name`,
	CERT_HAS_EXPIRED: safe`the server's certificate has expired`,
	CERT_NOT_YET_VALID: safe`the server's certificate is not valid yet`,
	ERR_TLS_CERT_ALTNAME_INVALID: safe`the server's certificate is for another host`,
};
