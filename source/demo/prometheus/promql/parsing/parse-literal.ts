import {PromqlError, unsupported} from '../promql-error.ts';

/** Parses `1`, `.5`, `1e3`, `0x1f`, `Inf`, `NaN`; a duration gives seconds, as in Prometheus 3. */
export const parseNumber = (text: string): number => {
	const lower = text.toLowerCase();
	if (lower === 'inf') return Number.POSITIVE_INFINITY;
	if (lower === 'nan') return Number.NaN;
	const value = Number(lower.replaceAll('_', ''));
	return Number.isNaN(value) ? parseDurationMs(text) / 1000 : value;
};

/** Parses `1h30m`, `500ms`, `-5m`; a bare number is seconds, as in Prometheus 3. */
export const parseDurationMs = (text: string): number => {
	const compact = text.replaceAll(/\s/g, '');
	const sign = compact.startsWith('-') ? -1 : 1;
	const unsigned = compact.replace(/^[-+]/, '');
	if (/^[\d.]+$/.test(unsigned)) return sign * Math.round(Number(unsigned) * 1000);
	if (!/^(\d+(ms|[ywdhms]))+$/.test(unsigned)) throw unsupported(`the duration ${text}`);
	let totalMs = 0;
	for (const [, count, unit] of unsigned.matchAll(/(\d+)(ms|[ywdhms])/g)) {
		totalMs += Number(count) * (unitsMs[unit as keyof typeof unitsMs] ?? 0);
	}
	return sign * totalMs;
};

/** Parses a string in any of Go's three quotes; backquotes have no escapes. */
export const parseString = (text: string): string => {
	const quote = text[0];
	if (text.length < 2 || text.at(-1) !== quote) throw refused('unterminated quoted string');
	const inner = text.slice(1, -1);
	if (quote === '`') return inner;
	if (inner.includes('\n')) throw refused('unterminated quoted string');
	return inner.replaceAll(escapes, (_, sequence: string) => unescaped(sequence));
};

const dayMs = 86_400_000;
const unitsMs = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: dayMs, w: 7 * dayMs, y: 365 * dayMs} as const;

const escapes = /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3}|.)/g;
const single = new Map(Object.entries({a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v'}));
const literal = ['\\', '"', "'"];

const unescaped = (sequence: string): string => {
	if (literal.includes(sequence)) return sequence;
	const known = single.get(sequence);
	if (known !== undefined) return known;
	if (sequence.length > 1 && /^[xuU]/.test(sequence))
		return String.fromCodePoint(Number.parseInt(sequence.slice(1), 16));
	if (/^[0-7]{3}$/.test(sequence)) return String.fromCodePoint(Number.parseInt(sequence, 8));
	throw refused(
		`unknown escape sequence U+${(sequence.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
	);
};

const refused = (message: string) => new PromqlError('bad_data', `parse error: ${message}`);
