import {blankCell, type CellRow, type ScreenCell} from './cell-row.ts';

/** The sequences that turn one row of the screen into the next one; empty when nothing changed. `row` counts from
 * 0. */
export function rowDifference(before: CellRow, after: CellRow, row: number, columns: number): string {
	const runs = before === after ? [] : changedRuns(before, after, columns);
	if (runs.length === 0) return '';
	// Erase first: after writing the last column the cursor is still on it, and erasing would remove that cell.
	if (!before.isCertain || !after.isCertain) return `${cursorTo(row, 0)}${eraseRow}${written(after.cells)}`;
	return runs.map(({from, to}) => `${cursorTo(row, from)}${written(cellsBetween(after, from, to))}`).join('');
}

interface Run {
	readonly from: number;
	/** Exclusive. */
	readonly to: number;
}

const reset = '\u001b[0m';
const eraseRow = '\u001b[2K';
/** Moving the cursor costs about as much as writing this many cells again. */
const bridge = 6;

function changedRuns(before: CellRow, after: CellRow, columns: number): readonly Run[] {
	const runs: Run[] = [];
	for (let column = 0; column < columns; column++) {
		const one = before.cells[column] ?? blankCell;
		const other = after.cells[column] ?? blankCell;
		if (one.sign === other.sign && one.style === other.style) continue;
		const last = runs.at(-1);
		if (last !== undefined && column - last.to <= bridge) runs[runs.length - 1] = {...last, to: column + 1};
		else runs.push({from: column, to: column + 1});
	}
	return runs;
}

function cellsBetween(row: CellRow, from: number, to: number): readonly ScreenCell[] {
	return Array.from({length: to - from}, (_, index) => row.cells[from + index] ?? blankCell);
}

/** Ends in plain style, so that every run can begin in it. */
function written(cells: readonly ScreenCell[]): string {
	let text = '';
	let style = '';
	for (const cell of cells) {
		if (cell.style !== style) text += cell.style === '' ? reset : `\u001b[0;${cell.style}m`;
		style = cell.style;
		text += cell.sign;
	}
	return style === '' ? text : text + reset;
}

function cursorTo(row: number, column: number): string {
	return `\u001b[${row + 1};${column + 1}H`;
}
