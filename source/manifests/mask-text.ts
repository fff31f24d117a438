/**
 * A text with the secrets in it replaced: what follows a name such as `--password=`, the user and password of a URL,
 * and long runs that look like a token. `standFor` gives what stands for a secret.
 */
export function maskedText(text: string, standFor: (hidden: string) => string): string {
	if (isHarmless(text)) return text;
	return text
		.split('\n')
		.map(row => (row.length > longestRow ? standFor(row) : maskedRow(row, standFor)))
		.join('\n');
}

/** A name or a number: most texts are. */
function isHarmless(text: string): boolean {
	return text.length < 40 && /^[\w./-]*$/.test(text);
}

/** The patterns take a time that grows with the square of a row's length. */
const longestRow = 2_000;

function maskedRow(row: string, standFor: (hidden: string) => string): string {
	return patterns.reduce(
		(so, pattern) => so.replace(pattern, (_all, before: string, hidden: string) => `${before}${standFor(hidden)}`),
		row,
	);
}

/** Whether the value of something of this name is secret: `DB_PASSWORD`, `apiToken`, `authorization`; not
 * `secretName`, which names an object. */
export function isSecretName(name: string): boolean {
	return secretName.test(name);
}

/** `--password`: the argument that follows it is secret. */
export function isSecretFlag(argument: string): boolean {
	return argument.startsWith('-') && isSecretName(argument);
}

const secretWord =
	'(?:password|passwd|passphrase|pwd|token|secret|api[-_.]?key|access[-_.]?key|private[-_.]?key|credentials?|dsn)';

/** Each has two groups: what stays, and what is hidden. */
const patterns: readonly RegExp[] = [
	// `--db-password=x`, `TOKEN: x`, `"apiKey":"x"`, and the next word of `--password x`.
	new RegExp(`((?:^|[^\\w])[\\w.-]*${secretWord}["']?\\s*(?:=|:|(?<=--[\\w.-]*)\\s)\\s*["']?)([^\\s"'&,;]+)`, 'gi'),
	/(authorization["']?\s*[:=]\s*["']?(?:(?:basic|bearer|digest|token)\s+)?)([^\s"',;]+)/gi,
	/(\bbearer\s+)([\w.~+/=-]{8,})/gi,
	/(\b[a-z][\w+.-]*:\/\/)([^\s/@'"]+)(?=@)/gi,
	// Long runs of letters and digits, such as a JSON Web Token; a digest and a path are none.
	/((?<![\w:/.@-]))((?=[^\s]*\d)(?=[^\s]*[a-z])(?=[^\s]*[A-Z])[\w+.=-]{40,})/g,
];

const secretName = new RegExp(`(?:${secretWord}|authorization|cookie)$`, 'i');
