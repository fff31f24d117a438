import stringWidth from 'string-width';
import type {SafeText} from '../../domain/text/safe-text.ts';

/** Each of these characters is one sign in one cell; measuring them one by one takes half of a frame's time. */
const plainSigns = /^[ -~·–…→≥≤≠±−\u2500-\u259f\u2800-\u28ff]*$/;

/** The number of terminal cells that a text takes: wide characters take two, combining marks none. */
export function cells(text: string): number {
	if (plainSigns.test(text)) return text.length;
	return stringWidth(text);
}

/** Shortens a text to `limit` cells: cuts the end off and marks the cut with `…`. */
export function truncateEnd(text: SafeText, limit: number): SafeText {
	if (cells(text) <= limit) return text;
	return limit < 1 ? none : (`${take(text, limit - 1)}…` as SafeText);
}

/** Shortens a text to `limit` cells: cuts the middle out, as both the start and the end of a name matter. Keeps the
 * joint of two names (the slash after a namespace, the arrow between two versions) and a part of both names. */
export function truncateMiddle(text: SafeText, limit: number): SafeText {
	if (cells(text) <= limit) return text;
	if (limit < 5) return truncateEnd(text, limit);
	const [, before, joint, after] = joined.exec(text) ?? [];
	const room = limit - cells(joint ?? '');
	if (before === undefined || joint === undefined || after === undefined || room < 4) return cutMiddle(text, limit);
	// The second part gets two thirds; each part also takes cells that the other does not need.
	const first = Math.max(2, Math.floor(room / 3), room - cells(after));
	const head = cutMiddle(before as SafeText, first);
	return `${head}${joint}${cutMiddle(after as SafeText, room - cells(head))}` as SafeText;
}

/** `namespace/name`, `1.0.0 → 1.1.0`. */
const joined = /^(\S+?)(\/| → | -> )(\S.*)$/;

function cutMiddle(text: SafeText, limit: number): SafeText {
	if (cells(text) <= limit) return text;
	if (limit < 5) return truncateEnd(text, limit);
	const tail = Math.floor((limit - 1) / 2);
	return `${take(text, limit - 1 - tail)}…${takeLast(text, tail)}` as SafeText;
}

/** Pads a text with blanks at the right, up to `width` cells. */
export function padEnd(text: SafeText, width: number): SafeText {
	return (text + ' '.repeat(Math.max(0, width - cells(text)))) as SafeText;
}

/** Pads a text with blanks at the left, up to `width` cells. */
export function padStart(text: SafeText, width: number): SafeText {
	return (' '.repeat(Math.max(0, width - cells(text))) + text) as SafeText;
}

/** Repeats a sign. */
export function repeated(sign: SafeText, times: number): SafeText {
	return sign.repeat(Math.max(0, times)) as SafeText;
}

/** Wraps at blanks, within `width` cells. Keeps the indent. Cuts a longer word into pieces. */
export function wrap(text: SafeText, width: number): readonly SafeText[] {
	const indent = /^ */.exec(text)?.[0] ?? '';
	if (indent.length >= width) return [truncateEnd(text, width)];
	const rows: string[] = [];
	let row = '';
	for (const word of text.slice(indent.length).split(' ')) {
		const longer = row === '' ? word : `${row} ${word}`;
		if (cells(longer) <= width - indent.length) {
			row = longer;
			continue;
		}
		if (row !== '') rows.push(row);
		row = word;
		while (cells(row) > width - indent.length) {
			// A sign wider than the room would never fit; put it on the row whole.
			const head = take(row, width - indent.length) || (graphemes(row)[0] ?? row);
			rows.push(head);
			row = row.slice(head.length);
		}
	}
	if (row !== '' || rows.length === 0) rows.push(row);
	return rows.map(part => (indent + part) as SafeText);
}

/** Joins several texts. */
export function joinTexts(texts: readonly SafeText[], separator: SafeText): SafeText {
	return texts.join(separator) as SafeText;
}

const none = '' as SafeText;
// Created on first use: loading the grapheme rules takes a twentieth of the time to the first frame.
let segmenter: Intl.Segmenter | null = null;

/** The signs that a reader sees, however many code points each has. */
export function graphemes(text: string): readonly string[] {
	if (plainSigns.test(text)) return Array.from(text);
	segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	return Array.from(segmenter.segment(text), part => part.segment);
}

function take(text: string, limit: number): string {
	let width = 0;
	let head = '';
	for (const grapheme of graphemes(text)) {
		width += cells(grapheme);
		if (width > limit) break;
		head += grapheme;
	}
	return head;
}

function takeLast(text: string, limit: number): string {
	let width = 0;
	let tail = '';
	for (const grapheme of graphemes(text).toReversed()) {
		width += cells(grapheme);
		if (width > limit) break;
		tail = grapheme + tail;
	}
	return tail;
}
