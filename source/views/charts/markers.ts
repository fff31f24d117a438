import type {SafeText} from '../../domain/safe-text.ts';
import {safe} from '../../domain/safe-text.ts';
import type {Meaning} from '../../domain/theme.ts';
import type {ChartView} from '../../engine/select/charts.ts';
import type {PlotCell} from './braille-plot.ts';

export interface MarkedCell extends PlotCell {
	/** Set where a marker or its label stands. */
	readonly meaning?: Meaning;
}

/** Weight changes as `┆` from top to bottom, never over a line; the label beside it, where there is room. */
export function markPlot(plot: readonly (readonly PlotCell[])[], chart: ChartView): readonly (readonly MarkedCell[])[] {
	const grid: MarkedCell[][] = plot.map(row => row.slice());
	const columns = grid[0]?.length ?? 0;
	for (const marker of chart.markers) {
		const column = columnOf(marker.atMs, chart, columns);
		if (column === null) continue;
		for (const row of grid) {
			if (isBlank(row[column])) row[column] = {sign: safe`┆`, line: null, meaning: 'marker'};
		}
		writeLabel(grid, column + 1, marker.label);
	}
	return grid;
}

/** Where a moment stands in a plot; null outside. */
export function columnOf(
	atMs: number,
	span: {readonly startMs: number; readonly endMs: number},
	columns: number,
): number | null {
	if (atMs < span.startMs || atMs > span.endMs || span.endMs <= span.startMs) return null;
	return Math.min(columns - 1, Math.floor(((atMs - span.startMs) / (span.endMs - span.startMs)) * columns));
}

function writeLabel(grid: MarkedCell[][], column: number, label: SafeText): void {
	const signs = Array.from(label);
	const row = grid.find(cells => signs.every((_, index) => isBlank(cells[column + index])));
	if (row === undefined) return;
	for (const [index, sign] of signs.entries()) {
		row[column + index] = {sign: sign as SafeText, line: null, meaning: 'marker'};
	}
}

function isBlank(cell: MarkedCell | undefined): boolean {
	return cell !== undefined && cell.sign === ' ';
}
