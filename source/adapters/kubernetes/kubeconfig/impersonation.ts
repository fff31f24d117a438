import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {UserFields} from './kubeconfig-text.ts';

/** The headers for the kubeconfig's `as` fields. A field that perch cannot honour is an error: acting as
 * another user than the operator asked for, with other rights, is worse than not starting. */
export function impersonationHeaders(
	fields: UserFields,
): Result<Readonly<Record<string, string | string[]>>, SafeText> {
	for (const [name, value] of Object.entries(fields)) {
		if (/^as(-|$)/.test(name) && !known.has(name) && value !== null)
			return err(safe`The kubeconfig asks for impersonation by ${ident(name)}, which perch cannot honour.`);
	}
	const groups = fields['as-groups'] ?? [];
	const extra = Object.entries(fields['as-user-extra'] ?? {});
	if (!fields.as && (fields['as-uid'] || groups.length > 0 || extra.length > 0))
		return err(safe`The kubeconfig asks to impersonate a uid, groups or extra fields without a user (as).`);
	if (!fields.as) return ok({});
	const headers: Record<string, string | string[]> = {'impersonate-user': fields.as};
	if (fields['as-uid']) headers['impersonate-uid'] = fields['as-uid'];
	if (groups.length > 0) headers['impersonate-group'] = [...groups];
	for (const [key, values] of extra) headers[`impersonate-extra-${headerKey(key)}`] = [...values];
	const unfit = Object.entries(headers).find(([, value]) => ![value].flat().every(text => /^[ -~]+$/.test(text)));
	return unfit
		? err(safe`The kubeconfig's impersonation has a value that no header can carry: ${ident(unfit[0])}`)
		: ok(headers);
}

const known: ReadonlySet<string> = new Set(['as', 'as-uid', 'as-groups', 'as-user-extra']);

/** Extra keys are case-insensitive, and percent-encoded where a header name may not hold the byte. */
function headerKey(key: string): string {
	return Array.from(Buffer.from(key.toLowerCase(), 'utf8'), byte => {
		const character = String.fromCharCode(byte);
		return /[a-z0-9!#$&'*+.^_`|~-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
	}).join('');
}
