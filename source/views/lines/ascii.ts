import {asciiOnly, type SafeText} from '../../domain/safe-text.ts';
import {cells, graphemes} from './cells.ts';

/** The same value with every text in it in ASCII. Keys and kinds are ASCII already. */
export function asciiView<T>(value: T): T {
	if (typeof value === 'string') return inWords(value) as unknown as T;
	if (Array.isArray(value)) return value.map(item => asciiView(item)) as unknown as T;
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, asciiView(field)])) as T;
}

/** Our own signs as one ASCII character each, anything else as `?`: what is aligned stays aligned. */
export function asciiSigns(text: SafeText): SafeText {
	if (/^[ -~]*$/.test(text)) return text;
	return asciiOnly(text.replace(/[^ -~]+/gu, run => graphemes(run).map(oneSign).join('')));
}

function oneSign(grapheme: string): string {
	return signs[grapheme] ?? '?'.repeat(cells(grapheme));
}

// Text of a view is measured after this, so a substitute may be longer; what has none is escaped and not lost.
function inWords(text: string): SafeText {
	if (/^[ -~]*$/.test(text)) return text as SafeText;
	// A sign that stands alone is one of a column of signs.
	const alone = signs[text];
	if (alone !== undefined) return asciiOnly(alone);
	return asciiOnly(text.replace(/[^ -~]/gu, character => words[character] ?? signs[character] ?? character));
}

const words: Readonly<Record<string, string>> = {
	'≠': '!=',
	'≥': '>=',
	'≤': '<=',
	'±': '+/-',
	'…': '...',
	'→': '->',
	'←': '<-',
};

const signs: Readonly<Record<string, string>> = {
	'✖': 'x',
	'✔': '+',
	'▶': '>',
	'‖': '=',
	'●': '*',
	'○': 'o',
	'↳': '>',
	'↻': '@',
	'⚠': '!',
	'≠': '#',
	'≥': '>',
	'≤': '<',
	'±': '~',
	'·': '-',
	'…': '~',
	'→': '>',
	'←': '<',
	'↑': '^',
	'↓': 'v',
	'▾': 'v',
	'▴': '^',
	'–': '-',
	'—': '-',
	'−': '-',
	'×': 'x',
	'’': "'",
	'“': '"',
	'”': '"',
	'┆': ':',
	'│': '|',
	'┤': '|',
	'─': '-',
	'┌': '+',
	'┐': '+',
	'└': '+',
	'┘': '+',
	'╭': '+',
	'╮': '+',
	'╰': '+',
	'╯': '+',
	'▁': '_',
	'▂': '.',
	'▃': '-',
	'▄': '=',
	'▅': '+',
	'▆': '*',
	'▇': '#',
	'█': '@',
	'▏': '_',
};
