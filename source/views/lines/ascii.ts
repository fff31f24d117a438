import {asciiOnly, type SafeText} from '../../domain/text/safe-text.ts';
import {withKeys} from '../../engine/screens/verb-keys.ts';
import {cells, graphemes} from './cells.ts';

/** A copy of the value with all texts in ASCII. Keys and kinds are ASCII already. */
export function asciiView<T>(value: T): T {
	if (typeof value === 'string') return inWords(value) as unknown as T;
	if (Array.isArray(value)) return value.map(item => asciiView(item)) as unknown as T;
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, asciiView(field)])) as T;
}

/** Replaces each of perch's own signs by one ASCII character, any other character by `?`, so that columns stay
 * aligned. */
export function asciiSigns(text: SafeText): SafeText {
	if (/^[ -~]*$/.test(text)) return text;
	return asciiOnly(text.replace(/[^ -~]+/gu, run => graphemes(run).map(oneSign).join('')));
}

function oneSign(grapheme: string): string {
	return signs[grapheme] ?? '?'.repeat(cells(grapheme));
}

// A view's text is measured later, so a substitute may be longer; a character without one is escaped, not lost.
function inWords(own: string): SafeText {
	if (/^[ -~]*$/.test(own)) return own as SafeText;
	// A verb's mark would be escaped before it is drawn: it becomes its key here.
	const text = withKeys(own as SafeText);
	// A text of one sign belongs to a column of signs.
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
	'÷': '/',
	'×': 'x',
	'−': '-',
};

const signs: Readonly<Record<string, string>> = {
	'✖': 'X',
	'✔': '+',
	'▶': '>',
	'‖': '|',
	'▲': '^',
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
	'•': '*',
	'÷': '/',
	'’': "'",
	'“': '"',
	'”': '"',
	'┆': ':',
	'│': '|',
	'┤': '|',
	'├': '|',
	'┬': '+',
	'┴': '+',
	'┼': '+',
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
