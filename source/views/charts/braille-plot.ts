import Line from 'blessed-contrib/lib/widget/charts/line.js';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';

/** One cell of a plot: its sign, and the line that it belongs to; null when no line is drawn in it. */
export interface PlotCell {
	readonly sign: SafeText;
	readonly line: number | null;
}

/** Horizontal points per cell of a braille plot. */
export const pointsPerCell = 2;

/** Draws lines with blessed-contrib, offscreen, without its axes and labels. `values` has two values per column, in
 * units of the axis; NaN is a gap. The plot's bottom is 0 and its top is `top`. Lines that share a cell take turns. */
export function braillePlot(
	lines: readonly (readonly number[])[],
	plot: {readonly columns: number; readonly rows: number; readonly top: number},
): readonly (readonly PlotCell[])[] {
	const {columns, rows, top} = plot;
	if (lines.length === 0) return blankPlot(columns, rows);
	const chart = new Line({
		minY: 0,
		// The drawing code puts its highest value two dots above the canvas; this scale puts `1` on the topmost dot.
		maxY: 1 / (1 - 2 / (4 * rows + 1)),
		numYLabels: 1,
		showNthLabel: columns * pointsPerCell * 2,
		xPadding: axisDots,
		style: {text: noLine, baseline: noLine},
	});
	// The chart's sizes include a border and axes; these sizes leave exactly our cells for the plot.
	chart.width = columns + 12;
	chart.height = rows + 5;
	chart.emit('attach');
	const linesIn = watchDots(chart.ctx._canvas);
	const x = Array.from({length: columns * pointsPerCell + 2}, () => ' ');
	chart.setData(
		lines.map((values, index) => ({
			x,
			y: values.map(value => Math.min(1, Math.max(0, value / top))),
			style: {line: firstLine + index},
		})),
	);
	const axisCells = (axisDots + 2) / 2;
	const drawn = chart.ctx._canvas.frame().replaceAll(ownColours, '').split('\n').slice(0, rows);
	return drawn.map((signs, row) =>
		Array.from(signs.slice(axisCells, axisCells + columns), (sign, column) => ({
			sign: sign as SafeText,
			line: inTurn(linesIn(row, axisCells + column), column),
		})),
	);
}

/** Picks one of the lines that share a cell, by column, so that a line under another one stays visible. */
export function inTurn(lines: readonly number[], column: number): number | null {
	return lines[column % Math.max(1, lines.length)] ?? null;
}

type DrawnCanvas = Line['ctx']['_canvas'];

/** Records which lines put a dot into which cell; the drawing code only keeps the colour of the last one. */
function watchDots(canvas: DrawnCanvas): (row: number, column: number) => readonly number[] {
	const found = new Map<number, number[]>();
	const cellsWide = canvas.width / pointsPerCell;
	const set = canvas.set;
	canvas.set = (x, y) => {
		set.call(canvas, x, y);
		const line = canvas.color - firstLine;
		if (line < 0 || !(x >= 0 && x < canvas.width && y >= 0)) return;
		const cell = Math.floor(y / dotsPerCell) * cellsWide + Math.floor(x / pointsPerCell);
		const lines = found.get(cell);
		if (lines === undefined) found.set(cell, [line]);
		else if (lines.at(-1) !== line) lines.push(line);
	};
	return (row, column) => found.get(row * cellsWide + column) ?? [];
}

function blankPlot(columns: number, rows: number): readonly (readonly PlotCell[])[] {
	return Array.from({length: rows}, () => Array.from({length: columns}, () => blank));
}

const blank: PlotCell = {sign: safe` `, line: null};
const axisDots = 10;
const dotsPerCell = 4;
// The drawing code needs palette numbers; the theme's colours are applied afterwards.
const firstLine = 16;
const noLine = 0;
const ownColours = /\u001b\[[\d;]*m/g;
