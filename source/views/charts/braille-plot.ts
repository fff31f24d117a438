import Line from 'blessed-contrib/lib/widget/charts/line.js';
import {type SafeText, safe} from '../../domain/safe-text.ts';

/** One cell of a plot: its sign, and the line that it belongs to, or null where nothing is drawn. */
export interface PlotCell {
	readonly sign: SafeText;
	readonly line: number | null;
}

/** Horizontal points of a braille plot: two to a cell. */
export const pointsPerCell = 2;

/**
 * Lines drawn with blessed-contrib, offscreen, without its axes and labels. `values` has two per column, in units of the
 * axis; NaN is a gap. The bottom of the plot is 0 and its top is `top`. Later lines are drawn over earlier ones.
 */
export function braillePlot(
	lines: readonly (readonly number[])[],
	plot: {readonly columns: number; readonly rows: number; readonly top: number},
): readonly (readonly PlotCell[])[] {
	const {columns, rows, top} = plot;
	if (lines.length === 0) return blankPlot(columns, rows);
	const chart = new Line({
		minY: 0,
		// The drawing code puts its highest value two dots above the canvas: this scale puts `1` on the topmost dot.
		maxY: 1 / (1 - 2 / (4 * rows + 1)),
		numYLabels: 1,
		showNthLabel: columns * pointsPerCell * 2,
		xPadding: axisDots,
		style: {text: unusedColour, baseline: unusedColour},
	});
	// Its own sizes are those of a box with a border and axes: these leave exactly our cells after the axes.
	chart.width = columns + 12;
	chart.height = rows + 5;
	chart.emit('attach');
	const x = Array.from({length: columns * pointsPerCell + 2}, () => ' ');
	chart.setData(
		lines.map((values, index) => ({
			x,
			y: values.map(value => Math.min(1, Math.max(0, value / top))),
			style: {line: firstColour + index},
		})),
	);
	const axisCells = (axisDots + 2) / 2;
	return chart.ctx._canvas
		.frame()
		.split('\n')
		.slice(0, rows)
		.map(row => cellsOf(row).slice(axisCells, axisCells + columns));
}

function blankPlot(columns: number, rows: number): readonly (readonly PlotCell[])[] {
	return Array.from({length: rows}, () => Array.from({length: columns}, () => blank));
}

const blank: PlotCell = {sign: safe` `, line: null};
const axisDots = 10;
// Palette numbers only tell the lines apart: the theme's colours are put on afterwards.
const firstColour = 16;
const unusedColour = 0;

/** One row of the drawing, its colours read back as line numbers. */
function cellsOf(row: string): readonly PlotCell[] {
	const found: PlotCell[] = [];
	let colour = unusedColour;
	for (const [part] of row.matchAll(/\u001b\[[\d;]*m|./gsu)) {
		if (part.startsWith('\u001b')) colour = Number(/^\u001b\[38;5;(\d+)m$/.exec(part)?.[1] ?? unusedColour);
		else found.push({sign: part as SafeText, line: colour >= firstColour ? colour - firstColour : null});
	}
	return found;
}
