import stringWidth from 'string-width';
import {graphemes} from '../lines/cells.ts';

/** One cell of the terminal. The first cell of a wide sign holds the sign; its second cell is empty. */
export interface ScreenCell {
	readonly sign: string;
	/** SGR codes after a reset, such as `1;31`; empty for plain text. */
	readonly style: string;
}

export interface CellRow {
	readonly cells: readonly ScreenCell[];
	/** False if a terminal may measure a sign differently than we do: such a row is only written whole. */
	readonly isCertain: boolean;
}

export const blankRow: CellRow = {cells: [], isCertain: true};
export const blankCell: ScreenCell = {sign: ' ', style: ''};

/** Parses a row of text with SGR, and no other sequence, into at most `columns` cells. */
export function parseRow(text: string, columns: number): CellRow {
	const cells: ScreenCell[] = [];
	let style = plain;
	for (const part of text.split(/(\u001b\[[\d;]*m)/)) {
		if (part.startsWith('\u001b')) {
			style = afterSgr(style, part);
			continue;
		}
		const codes = style.filter(code => code !== '').join(';');
		for (const sign of graphemes(part)) {
			cells.push({sign, style: codes});
			for (let width = isNarrow(sign) ? 1 : stringWidth(sign); width > 1; width--) cells.push({sign: '', style: codes});
		}
	}
	return {cells: cells.slice(0, columns), isCertain: certain.test(text.replaceAll(/\u001b\[[\d;]*m/g, ''))};
}

const certain = /^[ -~·–…→\u2500-\u259f\u2800-\u28ff]*$/;

function isNarrow(sign: string): boolean {
	return certain.test(sign);
}

/** The SGR codes in force, one per attribute; empty when the attribute is not set. */
type Style = readonly string[];

const plain: Style = ['', '', '', '', ''];
const slots = {weight: 0, underline: 1, inverse: 2, colour: 3, background: 4} as const;
const endsSlot: Readonly<Record<string, number>> = {
	22: slots.weight,
	24: slots.underline,
	27: slots.inverse,
	39: slots.colour,
	49: slots.background,
};
/** A colour of the palette (`38;5;208`), an exact colour (`48;2;0;0;0`), or a single code. */
const codes = /[34]8;(?:5;\d+|2;\d+;\d+;\d+)|\d+/g;

function afterSgr(before: Style, sequence: string): Style {
	const found = sequence.match(codes) ?? ['0'];
	return found.reduce(applied, before);
}

function applied(style: Style, code: string): Style {
	if (code === '0') return plain;
	const ended = endsSlot[code];
	return ended === undefined ? style.with(slotOf(code), code) : style.with(ended, '');
}

function slotOf(code: string): number {
	const number = Number.parseInt(code, 10);
	if (number <= 2) return slots.weight;
	if (number === 4) return slots.underline;
	if (number === 7) return slots.inverse;
	return (number >= 30 && number <= 38) || (number >= 90 && number <= 97) ? slots.colour : slots.background;
}
