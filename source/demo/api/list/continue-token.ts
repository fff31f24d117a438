import type {Result} from '../../../domain/result.ts';

/** Where the next page of a list starts, and in which snapshot. */
interface ContinueToken {
	/** -1 means the current list; a client may choose it after its snapshot expired. */
	readonly resourceVersion: number;
	/** The key of the last object of the page before; the next page starts after it. */
	readonly after: string;
}

/** The token of the real server: base64 of JSON. */
export function encodeContinue({resourceVersion, after}: ContinueToken): string {
	const token = {v: 'meta.k8s.io/v1', rv: resourceVersion, start: `${after}\u0000`};
	return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** The error is the text of a 400. */
export function decodeContinue(text: string): Result<ContinueToken, string> {
	const refuse = (because: string): Result<never, string> => ({
		ok: false,
		error: `invalid continue token: continue key is not valid: ${because}`,
	});
	if (!/^[\w-]*=*$/.test(text)) return refuse('illegal base64 data at input byte 0');
	// Decode as bytes: text that is not JSON may not be UTF-8 either, and the message names its first byte.
	const decoded = Buffer.from(text, 'base64url').toString('latin1');
	let token: {v?: unknown; rv?: unknown; start?: unknown};
	try {
		token = JSON.parse(decoded) as typeof token;
	} catch {
		return refuse(
			decoded === ''
				? 'unexpected end of JSON input'
				: `invalid character '${quoted(decoded)}' looking for beginning of value`,
		);
	}
	const {v, rv, start} = token ?? {};
	if (v !== 'meta.k8s.io/v1' || typeof start !== 'string')
		return refuse(`server does not recognize this encoded version "${v}"`);
	if (typeof rv !== 'number' || rv === 0)
		return refuse('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
	return {ok: true, value: {resourceVersion: rv, after: start.replace(/\u0000$/, '')}};
}

function quoted(text: string): string {
	const code = text.charCodeAt(0);
	return code >= 0x20 && code < 0x7f ? text.charAt(0) : `\\u${code.toString(16).padStart(4, '0')}`;
}
