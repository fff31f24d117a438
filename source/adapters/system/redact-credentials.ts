import {line, type SafeText} from '../../domain/safe-text.ts';

const mask = '[redacted]';

/**
 * Removes what has the form of a credential. This is a second safeguard: perch puts no credentials into
 * messages, but a server's answer or a plugin's stderr may quote them.
 */
export function redactCredentials(text: string): SafeText {
	let redacted = text;
	for (const {form, replacement} of credentials) redacted = redacted.replace(form, replacement);
	return line(redacted);
}

const credentials: readonly {readonly form: RegExp; readonly replacement: string}[] = [
	{form: /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, replacement: mask},
	// A JSON web token: service account tokens and OIDC id tokens.
	{form: /\beyJ[\w-]+(?:\.[\w-]+)*/g, replacement: mask},
	{form: /\b(Bearer|Basic|Negotiate)\s+[\w~+/.=-]+/gi, replacement: `$1 ${mask}`},
	{form: /\b(\w+:\/\/)[^\s/@]+@/g, replacement: `$1${mask}@`},
	{
		form: /\b((?:[\w-]*[_-])?(?:password|passwd|secret|token|authorization|api-?key|client-key-data)["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|[^\s,;&}]+)/gi,
		replacement: `$1${mask}`,
	},
];
