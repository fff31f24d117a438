import {longestPieceUnits, type NeutraliserMode, noBaseYet, pieceOf} from './safe-text-pieces.ts';

declare const brand: unique symbol;

/** Text that cannot control a terminal. Only this module makes it, and only such text may reach the screen,
 * a log or a file. */
export type SafeText = string & {readonly [brand]: true};

/** A half-open range of UTF-16 units, `[start, end)`. */
export type EscapeSpan = {readonly start: number; readonly end: number};

/** Names and addresses (objects, clusters, labels, images, URLs). Printable ASCII only, at most 512 units. */
export const ident = createNeutraliser('ident');

/** One line of prose from outside (conditions, events, errors, annotations). At most 4,096 units. */
export const line = createNeutraliser('line');

/** Many lines (logs, YAML, diffs): keeps line feeds, expands tabs to 8 columns, drops colour. At most 65,536 units. */
export const block = createNeutraliser('block');

/** Our own words around text that is safe already: ``safe`promote ${name}` ``. */
export function safe(literals: TemplateStringsArray, ...values: readonly (SafeText | number)[]): SafeText {
	// Most calls have no value; for those `String.raw` takes twenty times as long.
	const [first = ''] = literals;
	return (values.length === 0 ? first : String.raw({raw: literals}, ...values)) as SafeText;
}

/** `JUMP TO STEP` and `jump to step` as `Jump to step`; other capitals stay. */
export function sentenceCase(text: SafeText): SafeText {
	const plain = text === text.toUpperCase() ? text.toLowerCase() : text;
	return (plain.slice(0, 1).toUpperCase() + plain.slice(1)) as SafeText;
}

/**
 * Printable ASCII and line feeds; every other UTF-16 unit becomes `\uXXXX`. For terminals without UTF-8, and around
 * `JSON.stringify`, where the escapes read back as the same string.
 */
export function asciiOnly(text: string): SafeText {
	return text.replace(/[^\n -~]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) as SafeText;
}

/**
 * Where escapes stand, so that they can be drawn in a style of their own. Literal text that looks like an escape is
 * reported too: no text may pass for more genuine than it is.
 */
export function escapeSpans(text: SafeText): readonly EscapeSpan[] {
	const escapes = /\^[?-_]|\\u(?:[0-9a-f]{4}|\{[0-9a-f]{5,6}\})|\ufffd|…\(\+\d+\)$/g;
	return Array.from(text.matchAll(escapes), match => ({
		start: match.index,
		end: match.index + match[0].length,
	}));
}

const maxUnits = {
	ident: 512,
	line: 4_096,
	block: 65_536,
} as const satisfies Record<NeutraliserMode, number>;
const maxCachedTexts = 4_096;
const maxCachedUnits = 1_024;

function createNeutraliser(mode: NeutraliserMode): (input: string) => SafeText {
	const cache = new Map<string, SafeText>();
	return input => {
		// The type says string, but the value came over a wire: a wrong type must not become an exception on screen.
		const text = typeof input === 'string' ? input : describe(input);
		if (text.length <= maxUnits[mode] && /^[ -~]*$/.test(text)) return text as SafeText;
		const known = cache.get(text);
		if (known !== undefined) return known;
		const result = neutralise(text, mode);
		if (text.length <= maxCachedUnits) remember(cache, text, result);
		return result;
	};
}

function describe(input: unknown): string {
	return typeof input === 'object' || typeof input === 'function' ? `[${typeof input}]` : String(input);
}

function remember(cache: Map<string, SafeText>, text: string, result: SafeText): void {
	const oldest = cache.keys().next();
	if (cache.size >= maxCachedTexts && oldest.done !== true) cache.delete(oldest.value);
	cache.set(text, result);
}

function neutralise(text: string, mode: NeutraliserMode): SafeText {
	if (isCappedAlready(text, mode)) return text as SafeText;
	const prepared = mode === 'block' ? dropColour(text.replaceAll('\r\n', '\n')) : text;
	const {shown, restUnits} = escapeUpToCap(prepared, mode);
	return (restUnits > 0 ? `${shown}…(+${restUnits})` : shown) as SafeText;
}

/** True for our own output with its `…(+N)`, which a second pass must leave unchanged. */
function isCappedAlready(text: string, mode: NeutraliserMode): boolean {
	const note = /…\(\+\d{1,15}\)$/.exec(text);
	if (note === null || note.index > maxUnits[mode] || note.index <= maxUnits[mode] - longestPieceUnits) return false;
	const head = text.slice(0, note.index);
	return escapeUpToCap(head, mode).shown === head;
}

// One pass only: a sequence that a removal joins (`ESC[3` + `1m`) is escaped afterwards, not removed again.
function dropColour(text: string): string {
	const selectGraphicRendition = /\u001b\[[0-9;:]*m/g;
	return text.replace(selectGraphicRendition, '');
}

function escapeUpToCap(text: string, mode: NeutraliserMode): {readonly shown: string; readonly restUnits: number} {
	let shown = '';
	let column = 0;
	let marksInARow = noBaseYet;
	let index = 0;
	for (const character of text) {
		const piece = pieceOf({character, mode, column, marksInARow});
		if (shown.length + piece.text.length > maxUnits[mode]) break;
		shown += piece.text;
		column = piece.nextColumn;
		marksInARow = piece.marksInARow;
		index += character.length;
	}
	return {shown, restUnits: text.length - index};
}
