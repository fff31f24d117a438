import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {PlotCell} from './braille-plot.ts';

/**
 * Lines without braille: one sign per cell and column, each line with a sign of its own. `values` has one per column;
 * NaN is a gap. Later lines are drawn over earlier ones.
 */
export function asciiPlot(
	lines: readonly {readonly values: readonly number[]; readonly sign: SafeText}[],
	plot: {readonly columns: number; readonly rows: number; readonly top: number},
): readonly (readonly PlotCell[])[] {
	const {columns, rows, top} = plot;
	const grid: PlotCell[][] = Array.from({length: rows}, () =>
		Array.from({length: columns}, () => ({sign: safe` `, line: null})),
	);
	for (const [line, {values, sign}] of lines.entries()) {
		for (const [column, value] of values.slice(0, columns).entries()) {
			if (Number.isNaN(value)) continue;
			const height = Math.round((Math.min(top, Math.max(0, value)) / top) * (rows - 1));
			const row = grid[rows - 1 - height];
			if (row !== undefined) row[column] = {sign, line};
		}
	}
	return grid;
}
