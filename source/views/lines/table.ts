import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import {cells, padEnd, padStart, truncateEnd, truncateMiddle} from './cells.ts';
import {type Line, ofRow, type Span, selectedLine, span} from './line.ts';
import {withoutCommon} from './without-common.ts';

/** One column of a table. Widths follow the content between `min` and `max`; a column without room is left out. */
export interface Column<Row> {
	readonly title: SafeText;
	readonly cell: (row: Row) => Cell;
	readonly align: 'left' | 'right';
	readonly min: number;
	readonly max: number;
	/** Columns with a higher rank are left out first when the terminal is narrow; 0 always stays. */
	readonly rank: number;
	/** `common` leaves out what all rows have in common, before it cuts the middle. */
	readonly cut?: 'end' | 'middle' | 'common';
}

export interface Cell {
	readonly text: SafeText;
	readonly meaning: Meaning;
	/** Where it is not cut as its column is. */
	readonly cut?: 'end' | 'middle';
}

export function cell(text: SafeText, meaning: Meaning = 'text'): Cell {
	return {text, meaning};
}

/** The heading and the rows. Column 0 holds `>` on the selected row and is blank elsewhere. */
export function tableLines<Row extends {readonly isSelected: boolean; readonly key?: string}>(
	rows: readonly Row[],
	columns: readonly Column<Row>[],
	width: number,
	hasHeading = true,
): readonly Line[] {
	const grid = rows.map(row => ({row, cells: columns.map(column => column.cell(row))}));
	const widths = layOut(columns, column => grid.map(({cells: line}) => line[columns.indexOf(column)]?.text), width);
	const heading = joined(
		columns.map(column => cell(column.title, 'dim')),
		columns,
		widths,
	);
	const told = columns.map((column, at) => {
		const texts = grid.map(({cells: line}) => line[at]?.text ?? none);
		return column.cut === 'common' ? withoutCommon(texts, widths[at] ?? 0) : texts;
	});
	const body = grid.map(({row, cells: line}, index) => {
		const shown = line.map((one, at) => ({...one, text: told[at]?.[index] ?? none}));
		const drawn = joined(shown, columns, widths);
		const whole = row.isSelected ? selectedLine([span(safe`>`, 'title'), ...drawn]) : [span(safe` `), ...drawn];
		const {key} = row;
		return key === undefined ? whole : ofRow(key, whole);
	});
	return hasHeading ? [[span(safe` `), ...heading], ...body] : body;
}

/** Cells per column, 0 for a column that is left out. */
function layOut<Row>(
	columns: readonly Column<Row>[],
	contentOf: (column: Column<Row>) => readonly (SafeText | undefined)[],
	width: number,
): readonly number[] {
	const wanted = columns.map(column => {
		const content = Math.max(cells(column.title), ...contentOf(column).map(text => cells(text ?? '')));
		return Math.min(column.max, Math.max(column.min, content));
	});
	const mins = columns.map((column, index) => Math.min(column.min, wanted[index] ?? 0));
	const shown = columns.map(() => true);
	const byRank = columns.map((column, index) => ({rank: column.rank, index})).sort((a, b) => b.rank - a.rank);
	for (const {rank, index} of byRank) {
		if (rank === 0 || total(mins, shown) <= width) break;
		shown[index] = false;
	}
	const widths = mins.slice();
	let spare = width - total(widths, shown);
	// The most important columns grow first; among these, the columns that are cut at their end.
	const byGrowth = byRank.toSorted(
		(a, b) => a.rank - b.rank || cutsMiddle(columns[a.index]) - cutsMiddle(columns[b.index]),
	);
	for (const {index} of byGrowth) {
		if (shown[index] !== true) continue;
		const growth = Math.max(0, Math.min(spare, (wanted[index] ?? 0) - (widths[index] ?? 0)));
		widths[index] = (widths[index] ?? 0) + growth;
		spare -= growth;
	}
	return widths.map((wide, index) => (shown[index] === true ? wide : 0));
}

function cutsMiddle<Row>(column: Column<Row> | undefined): number {
	return (column?.cut ?? 'end') === 'end' ? 0 : 1;
}

const none = safe``;
const gap = 2;

function total(widths: readonly number[], shown: readonly boolean[]): number {
	return widths.reduce((sum, wide, index) => sum + (shown[index] === true ? wide + gap : 0), 1 - gap);
}

function joined<Row>(line: readonly Cell[], columns: readonly Column<Row>[], widths: readonly number[]): Line {
	const spans: Span[] = [];
	for (const [index, column] of columns.entries()) {
		const width = widths[index] ?? 0;
		const content = line[index];
		if (width === 0 || content === undefined) continue;
		const cut = (content.cut ?? column.cut ?? 'end') === 'end' ? truncateEnd : truncateMiddle;
		const pad = column.align === 'right' ? padStart : padEnd;
		if (spans.length > 0) spans.push(span(padEnd(safe``, gap)));
		spans.push(span(pad(cut(content.text, width), width), content.meaning));
	}
	return spans;
}
