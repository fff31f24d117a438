import {type SafeText, safe} from '../../domain/safe-text.ts';
import {inTurn, type PlotCell} from './braille-plot.ts';

/**
 * Lines without braille: one sign per cell and column, each line with a sign of its own. `values` has one per column;
 * NaN is a gap. Lines that meet in a cell take turns.
 */
export function asciiPlot(
	lines: readonly {readonly values: readonly number[]; readonly sign: SafeText}[],
	plot: {readonly columns: number; readonly rows: number; readonly top: number},
): readonly (readonly PlotCell[])[] {
	const {columns, rows, top} = plot;
	const rowsOf = lines.map(({values}) => values.map(value => rowOf(value, rows, top)));
	return Array.from({length: rows}, (_, row) =>
		Array.from({length: columns}, (_, column) => {
			const met = [...lines.keys()].filter(line => rowsOf[line]?.[column] === row);
			const line = inTurn(met, column);
			return {sign: line === null ? safe` ` : (lines[line]?.sign ?? safe` `), line};
		}),
	);
}

function rowOf(value: number, rows: number, top: number): number | null {
	if (Number.isNaN(value)) return null;
	return rows - 1 - Math.round((Math.min(top, Math.max(0, value)) / top) * (rows - 1));
}
