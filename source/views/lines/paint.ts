import {escapeSpans, type SafeText} from '../../domain/text/safe-text.ts';
import {type Colour, colours, type Rgb, type Style} from '../../domain/text/theme.ts';
import {channelsOf} from '../../domain/text/theme-colours.ts';
import {withKeys} from '../../engine/screens/verb-keys.ts';
import {asciiSigns} from './ascii.ts';
import {fitLine, type Line, type Span} from './line.ts';
import type {TerminalStyle} from './terminal-style.ts';

/** One row for the terminal: exactly `columns` cells, with perch's own SGR sequences and no other control
 * sequences. */
export function paintLine(line: Line, columns: number, look: TerminalStyle): string {
	return inCharset(fitLine(asShown(line), columns), look)
		.flatMap(markEscapes)
		.map(part => paintSpan(part, look))
		.join('');
}

/** The row as plain text, without trailing blanks. */
export function plainLine(line: Line, columns: number, look: TerminalStyle): string {
	return inCharset(fitLine(asShown(line), columns), look)
		.map(part => part.text)
		.join('')
		.trimEnd();
}

// Replace verbs by their keys. A line feed is the only character in safe text that can still move the cursor.
function asShown(line: Line): Line {
	return line.map(part => {
		const text = withKeys(part.text);
		if (text.includes('\n')) return {...part, text: text.replaceAll('\n', ' ') as SafeText};
		return text === part.text ? part : {...part, text};
	});
}

// The signs of boxes, charts and trends have one-cell substitutes, so the layout stays the same.
function inCharset(line: Line, look: TerminalStyle): Line {
	return look.charset === 'utf8' ? line : line.map(part => ({...part, text: asciiSigns(part.text)}));
}

function markEscapes(part: Span): readonly Span[] {
	if (!/[\\^\ufffd]|\+\d+\)$/.test(part.text)) return [part];
	const parts: Span[] = [];
	let from = 0;
	for (const {start, end} of escapeSpans(part.text)) {
		if (start > from) parts.push({...part, text: part.text.slice(from, start) as SafeText});
		parts.push({...part, text: part.text.slice(start, end) as SafeText, meaning: 'escape'});
		from = end;
	}
	if (from < part.text.length) parts.push({...part, text: part.text.slice(from) as SafeText});
	return parts;
}

function paintSpan(part: Span, look: TerminalStyle): string {
	const codes = styleCodes(styleOf(part, look), look.hasColour);
	return codes.length === 0 || part.text === '' ? part.text : `\u001b[${codes.join(';')}m${part.text}\u001b[0m`;
}

function styleOf(part: Span, look: TerminalStyle): Style {
	const {styles} = look.theme;
	if (part.isBehind === true) return styles.dim;
	if (part.isSelected !== true) return styles[part.meaning];
	// Without colour, the `>` in the first column, bold and a line under it mark the row: reversed video counts as a
	// colour, and bold alone marks harm as well.
	if (!look.hasColour) return {...styles[part.meaning], bold: true, underline: true};
	// A reversed row in many colours is hard to read: only what is wrong keeps its colour.
	const isPlain = styles.selected.inverse === true && !loud.has(part.meaning);
	return isPlain
		? {bold: styles[part.meaning].bold, ...styles.selected}
		: {...styles[part.meaning], ...styles.selected};
}

const loud: ReadonlySet<Span['meaning']> = new Set(['critical', 'warning']);

function styleCodes(style: Style, hasColour: boolean): readonly (number | string)[] {
	const codes: (number | string)[] = [];
	if (style.bold === true) codes.push(1);
	if (style.dim === true && style.bold !== true) codes.push(2);
	if (style.underline === true) codes.push(4);
	if (!hasColour) return codes;
	if (style.inverse === true) codes.push(7);
	if (style.colour !== undefined) codes.push(colourCode(style.colour, 30));
	if (style.background !== undefined) codes.push(colourCode(style.background, 40));
	return codes;
}

/** `from`: 30 for the text, 40 for its background. */
function colourCode(colour: Colour | Rgb | number, from: 30 | 40): number | string {
	if (typeof colour === 'number') return `${from + 8};5;${colour}`;
	if (isRgb(colour)) return `${from + 8};2;${channelsOf(colour).join(';')}`;
	const index = colours.indexOf(colour);
	return index < 8 ? from + index : from + 60 + index - 8;
}

function isRgb(colour: Colour | Rgb): colour is Rgb {
	return colour.startsWith('#');
}
