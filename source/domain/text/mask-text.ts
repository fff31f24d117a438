/** Shown in place of a private value. */
export const mask = '•••';

/**
 * A text with the secrets in it replaced: what follows a name such as `--password=`, the user and password of a URL,
 * private keys, and long runs that look like a token. `standFor` gives what stands for a secret. Where nothing tells
 * how far a secret reaches, more is hidden, as half of a password helps whoever guesses the rest.
 */
export function maskedText(text: string, standFor: (hidden: string) => string = () => mask): string {
	if (text.length <= longest && !suspicious.test(text)) return text;
	let shown = '';
	let at = 0;
	for (const {start, end} of secretsIn(text)) {
		shown += text.slice(at, start) + standFor(text.slice(start, end));
		at = end;
	}
	return shown + text.slice(at);
}

interface Range {
	readonly start: number;
	readonly end: number;
}

/** Longer rows are hidden whole: the patterns take a time that grows with the square of a row's length. */
const longest = 2_000;
const longRow = new RegExp(`[^\\n]{${longest + 1},}`, 'dg');

/** The secrets from left to right; those that touch each other are one. */
function secretsIn(text: string): readonly Range[] {
	const short = text.replace(longRow, row => ' '.repeat(row.length));
	const found = [...rangesOf(text, longRow), ...patterns.flatMap(pattern => rangesOf(short, pattern))];
	const apart: Range[] = [];
	for (const {start, end} of found.toSorted((one, other) => one.start - other.start)) {
		const last = apart.at(-1);
		if (last && start <= last.end) apart[apart.length - 1] = {start: last.start, end: Math.max(last.end, end)};
		else apart.push({start, end});
	}
	return apart;
}

/** Where the pattern's group `hidden` is, or all of it where it has none. */
function rangesOf(text: string, pattern: RegExp): readonly Range[] {
	return [...text.matchAll(pattern)].flatMap(({indices}) => {
		const [start, end] = indices?.groups?.hidden ?? indices?.[0] ?? [0, 0];
		return start < end ? [{start, end}] : [];
	});
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

const word =
	'(?:password|passwd|passphrase|pwd|token|secret|api[-_.]?key|access[-_.]?key|(?:private|client)[-_.]?key(?:[-_.]data)?|credentials?|dsn|authorization|cookie)';
const secretName = new RegExp(`${word}$`, 'i');

const name = `[\\w.-]*${word}`;
const flag = `-${name}`;
const blank = '[^\\S\\n]';
/** Stands before the secret of a header, and is none. */
const scheme = '(?:(?:basic|bearer|digest|token)\\s+)?';
const opening = '(?<quote>\\\\*["\'])';
/** A quote with a backslash more than the opening one is part of what is quoted. Without a closing one, all is. */
const closing = '(?:(?<!\\\\)\\k<quote>|$)';
/** Neither within a longer name nor right behind a quote. */
const free = '(?<![\\w.\\-"\'\\\\])';
/** What a shell takes for one word. */
const shellWord = `(?:${opening}[^]*?${closing})?(?:"(?:\\\\[^]|[^"\\\\])*"|'[^']*'|\\\\[^]|\\S)*`;

/** What follows the name of something secret. */
const patternsByName = [
	// An argument by itself, `--password=a b,c` or `db.password=a b`, to its end.
	`^\\s*${name}=(?<hidden>[^]+)$`,
	// `"--password=a b"`, `'X-Token: a b'`, to the quote that was opened before the name.
	`${opening}(?:${name}${blank}*[=:]${blank}*|${flag}${blank}+)${scheme}(?<hidden>[^]*?)(?=${closing})`,
	// `"apiKey": "a b"`, `password: 'a b'`.
	`(?<![\\w.-])${name}(?:\\\\*["'])?${blank}*[=:]${blank}*${opening}${scheme}(?<hidden>[^]*?)(?=${closing})`,
	// `"pwd": 123`.
	`(?<![\\w.-])${name}\\\\*["']${blank}*[=:]${blank}*(?<hidden>[^\\s"'\\\\,}\\]][^\\n,}\\]]*)`,
	// `TOKEN=x`, `--token x`, `token:x`; no tag of an image.
	`${free}(?:${name}=|${flag}${blank}+|(?<!/)${name}:(?!\\s|\\\\*["']|//))${scheme}(?<hidden>${shellWord})`,
	// `password: a b`, `password = a b`, to the end of the row.
	`${free}${name}(?:${blank}*[=:]${blank}+|${blank}+=)${scheme}(?!\\\\*["'])(?<hidden>[^\\n]+)`,
	// `password: |` and a block beneath, whose end its indentation tells, if nobody changed that.
	`(?<![\\w.-])${name}["']?${blank}*[=:]${blank}*[|>]?[-+\\d]*${blank}*\\n(?<hidden>[^]+)$`,
].map(pattern => new RegExp(pattern, 'dgi'));

const patterns: readonly RegExp[] = [
	...patternsByName,
	/\bbearer\s+(?!tokens?\b|auth)(?<hidden>[\w.~+/=-]{4,})/dgi,
	// Base64, which is no word.
	/\b(?:[Bb]asic|[Nn]egotiate)\s+(?<hidden>(?=\S*[A-Z\d=])[\w+/=-]{4,})/dg,
	// A JSON Web Token, however short.
	/\beyJ[\w-]+(?:\.[\w-]+)*/dg,
	// Up to the last @ of the word, as a password may hold one, or a slash; a digest of an image is no host.
	/\b[a-z][\w+.-]*:\/\/(?<hidden>[^\s/@:]*:\S*|[^\s/@'"]+)(?=@(?!sha256:))/dgi,
	/-----BEGIN [\w ]*PRIVATE KEY-----(?<hidden>[\s\S]*?)(?=-----END|$)/dg,
	// Long runs of letters and digits; a digest and a path are none.
	/(?<![\w:/.@-])(?=[^\s]*\d)(?=[^\s]*[a-z])(?=[^\s]*[A-Z])(?<hidden>[\w+.=-]{40,})/dg,
];

/** What any of the patterns needs: most texts have nothing of it, and are not searched further. */
const suspicious = new RegExp(`${word}|://|bearer|basic|negotiate|eyJ|PRIVATE KEY|[\\w+.=-]{40}`, 'i');
