import {safe} from '../../domain/safe-text.ts';
import type {Meaning} from '../../domain/theme.ts';
import type {ChartView} from '../../engine/screens/charts.ts';
import type {PlotCell} from './braille-plot.ts';

export interface MarkedCell extends PlotCell {
	/** Set when the cell shows a marker. */
	readonly meaning?: Meaning;
}

/** Draws weight changes as `┆` from top to bottom, never over a line; the strip below shows the weights. */
export function markPlot(plot: readonly (readonly PlotCell[])[], chart: ChartView): readonly (readonly MarkedCell[])[] {
	const width = plot[0]?.length ?? 0;
	const columns = new Set(chart.markers.map(({atMs}) => columnOf(atMs, chart, width)));
	return plot.map(row =>
		row.map((cell, column) =>
			columns.has(column) && cell.sign === ' ' ? {sign: safe`┆`, line: null, meaning: 'marker'} : cell,
		),
	);
}

/** The column of a time in a plot; null outside the plot. */
export function columnOf(
	atMs: number,
	span: {readonly startMs: number; readonly endMs: number},
	columns: number,
): number | null {
	if (atMs < span.startMs || atMs > span.endMs || span.endMs <= span.startMs) return null;
	return Math.min(columns - 1, Math.floor(((atMs - span.startMs) / (span.endMs - span.startMs)) * columns));
}
