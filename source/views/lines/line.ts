import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import {cells, padEnd, truncateEnd} from './cells.ts';

/** A part of a line with one meaning. */
export interface Span {
	readonly text: SafeText;
	readonly meaning: Meaning;
	/** Drawn as the selected row. */
	readonly isSelected?: boolean;
	/** The key of the row that it belongs to, for the mouse. */
	readonly row?: string;
	/** Drawn faint, whatever its meaning: it is behind a dialog. */
	readonly isBehind?: boolean;
}

/** One row of the screen, as data. */
export type Line = readonly Span[];

export function span(text: SafeText, meaning: Meaning = 'text'): Span {
	return {text, meaning};
}

export const blankLine: Line = [];

export function lineCells(line: Line): number {
	return line.reduce((sum, part) => sum + cells(part.text), 0);
}

/** Fits a line to exactly `width` cells: cuts it with `…`, or adds blanks at the right. */
export function fitLine(line: Line, width: number): Line {
	const taken = lineCells(line);
	if (taken === width) return line;
	if (taken < width) return [...line, span(padEnd(safe``, width - taken))];
	const fitted: Span[] = [];
	let rest = width;
	for (const part of line) {
		const wide = cells(part.text);
		const isLast = wide >= rest;
		// Mark the cut even if it falls exactly between two spans.
		const text = isLast ? truncateEnd(safe`${part.text} `, rest) : part.text;
		fitted.push({...part, text});
		rest -= cells(text);
		if (isLast) break;
	}
	return rest > 0 ? [...fitted, span(padEnd(safe``, rest))] : fitted;
}

/** The left and the right part on one row; the left part is cut first. */
export function spread(left: Line, right: Line, width: number): Line {
	const rightCells = Math.min(lineCells(right), width);
	return [...fitLine(left, width - rightCells), ...fitLine(right, rightCells)];
}

export function selectedLine(line: Line): Line {
	return line.map(part => ({...part, isSelected: true}));
}

/** The line as a part of the row with this key: a click on it is one on the row. */
export function ofRow(key: string, line: Line): Line {
	return line.map(part => ({...part, row: key}));
}

/** Puts blocks of lines side by side, each of a fixed width, with `gap` blank columns between them. */
export function besideEachOther(
	blocks: readonly {readonly lines: readonly Line[]; readonly width: number}[],
	gap: number,
): readonly Line[] {
	const height = Math.max(...blocks.map(block => block.lines.length));
	return Array.from({length: height}, (_, row) =>
		blocks.flatMap(({lines, width}, index) => [
			...(index === 0 ? [] : [span(padEnd(safe``, gap))]),
			...fitLine(lines[row] ?? blankLine, width),
		]),
	);
}

/** Lays a box over the middle of a screen; all lines of the box have the same width. Leaves the cells beside the
 * box blank: half of a word or of a figure could be misread. */
export function overlay(base: readonly Line[], box: readonly Line[], columns: number): readonly Line[] {
	const width = Math.max(...box.map(lineCells));
	const left = span(padEnd(safe``, Math.max(0, Math.floor((columns - width) / 2))));
	const top = Math.max(0, Math.floor((base.length - box.length) / 2));
	return base.map((line, row) => {
		const over = box[row - top];
		if (over !== undefined) return fitLine([left, ...over], columns);
		return fitLine(line, columns).map(part => ({...part, isBehind: true}));
	});
}

/** The key of the row at a cell of these lines; null where there is no row, or a dialog stands before it. */
export function rowAt(lines: readonly Line[], at: {readonly column: number; readonly row: number}): string | null {
	let left = 0;
	for (const part of lines[at.row] ?? blankLine) {
		left += cells(part.text);
		if (at.column < left) return part.isBehind === true ? null : (part.row ?? null);
	}
	return null;
}
