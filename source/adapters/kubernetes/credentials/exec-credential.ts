import * as v from 'valibot';
import {parseDocument} from 'yaml';
import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {parseTime} from '../../../domain/time.ts';
import type {FetchedCredential} from './credential.ts';

/**
 * Reads the credential that a plugin printed: an ExecCredential as JSON or YAML, as client-go accepts it. The
 * error never quotes the output, which may hold a token.
 */
export function readExecCredential(
	printed: string,
	apiVersion: string,
	plugin: SafeText,
): Result<FetchedCredential, SafeText> {
	const wrong = (what: SafeText) => err(safe`The plugin ${plugin} ${what}.`);
	if (printed.trim() === '') return wrong(safe`printed nothing on stdout, where its credential is expected`);
	const head = v.parse(headSchema, asObject(printed) ?? {});
	if (typeof head.kind !== 'string')
		return wrong(
			safe`did not print an ExecCredential alone: ${linesOf(printed)} on stdout, where only that may stand; what it tells people belongs on stderr`,
		);
	if (head.kind !== 'ExecCredential') return wrong(safe`did not print an ExecCredential, but a ${shown(head.kind)}`);
	if (head.apiVersion !== apiVersion)
		return wrong(
			safe`printed an ExecCredential of ${shown(head.apiVersion)}, and the kubeconfig asks for ${shortVersion(apiVersion)}: renew the plugin or the entry`,
		);
	const status = v.safeParse(statusSchema, head.status ?? {});
	if (!status.success) {
		const field = status.issues[0].path?.at(-1)?.key;
		return wrong(safe`printed a status that cannot be read: ${ident(field === undefined ? 'status' : String(field))}`);
	}
	const {token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp} = status.output;
	if (Boolean(cert) !== Boolean(key)) return wrong(safe`gave a client certificate or its key, not both`);
	if (!token && !cert) return wrong(safe`gave neither a token nor a certificate`);
	const expiresAtMs = parseTime(expirationTimestamp);
	if (expirationTimestamp && expiresAtMs === null) return wrong(safe`gave an expirationTimestamp that is not a time`);
	return ok({token: token || null, certificate: cert && key ? {cert, key} : null, expiresAtMs});
}

function asObject(text: string): object | null {
	const document = parseDocument(text, {uniqueKeys: false});
	if (document.errors.length > 0) return null;
	try {
		const value: unknown = document.toJS();
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
	} catch {
		return null;
	}
}

function shown(value: unknown): SafeText {
	return typeof value === 'string' && value !== '' ? shortVersion(value) : safe`nothing named`;
}

/** The version without its group, which all of them share. */
export function shortVersion(apiVersion: string): SafeText {
	return ident(apiVersion.replace(/^client\.authentication\.k8s\.io\//, '').slice(0, 80));
}

function linesOf(text: string): SafeText {
	const count = text.trim().split('\n').length;
	return count === 1 ? safe`1 line` : safe`${count} lines`;
}

const headSchema = v.looseObject({
	kind: v.optional(v.unknown()),
	apiVersion: v.optional(v.unknown()),
	status: v.optional(v.unknown()),
});

const statusSchema = v.looseObject({
	token: v.nullish(v.string()),
	clientCertificateData: v.nullish(v.string()),
	clientKeyData: v.nullish(v.string()),
	expirationTimestamp: v.nullish(v.string()),
});
