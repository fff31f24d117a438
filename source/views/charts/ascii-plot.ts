import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {inTurn, type PlotCell} from './braille-plot.ts';

/** Draws lines without braille: one sign per cell and column, another sign for each line. `values` has one value
 * per column; NaN is a gap. Lines that share a cell take turns. */
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
