import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {ChartLine, ChartView} from '../../engine/screens/charts.ts';
import {cells, padStart, repeated, truncateEnd} from '../lines/cells.ts';
import {fitLine, type Line, lineCells, type Span, span} from '../lines/line.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {asciiPlot} from './ascii-plot.ts';
import {bandLegend} from './band-legend.ts';
import {bandBehind, bandTop} from './band-plot.ts';
import {braillePlot, type PlotCell, pointsPerCell} from './braille-plot.ts';
import {markPlot} from './markers.ts';
import {resample} from './resample.ts';
import {axisText, axisTop, valueText} from './scale.ts';
import {timeAxis} from './time-axis.ts';

/** The widths left and right of a plot: the axis of values (`gutter`) and the last values (`tail`). */
export interface Margins {
	readonly gutter: number;
	readonly tail: number;
}

/** Margins that fit all of these charts, so that a point in time has the same column in each. */
export function sharedMargins(charts: readonly ChartView[]): Margins {
	const tops = charts.filter(chart => chart.empty === null).map(chart => ({chart, top: topOf(chart)}));
	return {
		gutter: Math.max(0, ...tops.map(({top}) => gutterCells(top))),
		tail: Math.max(0, ...tops.map(({chart, top}) => tailCells(chart, top))),
	};
}

/** Where the plot begins and how wide it is, in a box of so many cells. */
export function plotPlace(
	columns: number,
	{gutter, tail}: Margins,
): {readonly plotStart: number; readonly plotColumns: number} {
	return {plotStart: 1 + gutter, plotColumns: Math.max(1, columns - 2 - gutter - tail)};
}

/**
 * A chart in a box of exactly so many lines and cells: title and legend in the upper border, the axis of values at the
 * left, each line's last value at the right, the time in the lower border.
 */
export function chartBox(
	given: ChartView,
	room: {readonly columns: number; readonly rows: number; readonly margins: Margins},
	look: TerminalStyle,
	title: Line,
): readonly Line[] {
	const chart = withNamedBand(inOrder(given), title, room.columns, look);
	const inner = room.columns - 2;
	const place = plotPlace(room.columns, room.margins);
	const layout = {gutter: room.margins.gutter, columns: place.plotColumns, rows: room.rows - 2, top: topOf(chart)};
	const body = chart.empty === null ? plotLines(chart, layout, look) : emptyPlot(chart.empty, inner, layout.rows);
	const bar = span(safe`│`, 'border');
	return [
		upperBorder(chart, title, room.columns, look),
		...body.map(line => [bar, ...fitLine(line, inner), bar]),
		timeAxis(chart, {columns: room.columns, ...place}),
	];
}

/** The chart with its lines in the order in which they are drawn and named. */
export function inOrder(chart: ChartView): ChartView {
	return {...chart, lines: chart.lines.toSorted((a, b) => roles[a.role].order - roles[b.role].order)};
}

/** A plot without a box: the highest value and 0 at the left, and at the right only the letters of the lines. */
export function compactPlot(
	chart: ChartView,
	place: {readonly gutter: number; readonly plotColumns: number; readonly rows: number},
	look: TerminalStyle,
): readonly Line[] {
	const layout = {gutter: place.gutter, columns: place.plotColumns, rows: place.rows, top: topOf(chart)};
	return plotLines(chart, layout, look, line => roles[line.role].label);
}

/** `c 0.53 s 0.10`: the last value of each line, the highest first. */
export function legendOf(chart: ChartView): Line {
	const top = topOf(chart);
	const ends = chart.lines.flatMap(line => {
		const end = lineEnd(line, top);
		return end === null ? [] : [{line, ...end}];
	});
	return ends.toSorted((a, b) => b.value - a.value).map(({line, text}) => span(safe` ${text}`, meaningOf(line.role)));
}

/** How a chart's cells are divided: the axis of values, the plot, the last values. */
interface Layout {
	readonly gutter: number;
	readonly columns: number;
	readonly rows: number;
	readonly top: number;
}

/** A line's letter, so that colour alone never identifies a line; `sign` draws the line where there is no braille. */
const roles = {
	all: {order: 0, label: safe`all`, sign: safe`a`},
	other: {order: 0, label: safe`o`, sign: safe`o`},
	stable: {order: 1, label: safe`s`, sign: safe`s`},
	canary: {order: 2, label: safe`c`, sign: safe`c`},
	p50: {order: 3, label: safe`p50`, sign: safe`.`},
	p95: {order: 4, label: safe`p95`, sign: safe`o`},
	p99: {order: 5, label: safe`p99`, sign: safe`*`},
} satisfies Record<ChartLine['role'], {readonly order: number; readonly label: SafeText; readonly sign: SafeText}>;

/** The rows of a plot: the axis of values at the left, the lines, and what stands at their ends. */
function plotLines(
	chart: ChartView,
	layout: Layout,
	look: TerminalStyle,
	endOf?: (line: ChartLine) => SafeText,
): readonly Line[] {
	const drawn = bandBehind(markPlot(drawnLines(chart, layout, look), chart), chart, layout.top, look);
	const ends = endLabels(chart, layout.rows, layout.top, endOf);
	return drawn.map((row, index) => [
		...axisCell(index, layout),
		...row.map(part => span(part.sign, part.meaning ?? roleOf(chart, part.line))),
		...(ends[index] ?? []),
	]);
}

function drawnLines(chart: ChartView, plot: Layout, look: TerminalStyle): readonly (readonly PlotCell[])[] {
	const points = look.charset === 'ascii' ? plot.columns : plot.columns * pointsPerCell;
	const values = chart.lines.map(line => resample(line.points, chart, points));
	if (look.charset === 'utf8') return braillePlot(values, plot);
	return asciiPlot(
		chart.lines.map((line, index) => ({values: values[index] ?? [], sign: roles[line.role].sign})),
		plot,
	);
}

/** All requests together have the colour of stable: their letters tell which they are. */
function meaningOf(role: ChartLine['role']): Exclude<ChartLine['role'], 'all'> {
	return role === 'all' ? 'stable' : role;
}

function roleOf(chart: ChartView, line: number | null): Span['meaning'] {
	return line === null ? 'text' : meaningOf(chart.lines[line]?.role ?? 'other');
}

function topOf(chart: ChartView): number {
	const values = chart.lines.flatMap(line => line.points.map(point => point.value ?? 0)).filter(Number.isFinite);
	const highest = values.reduce((most, value) => Math.max(most, value), 0);
	const top = axisTop(bandTop(chart.pastCanaries, highest));
	return Math.min(top, chart.mostValue ?? top);
}

/** The axis, with values at the top, the middle and 0. */
function axisCell(row: number, {rows, top, gutter}: Layout): Line {
	const middle = (rows - 1) / 2;
	const value = row === 0 ? top : row === rows - 1 ? 0 : row === middle ? top / 2 : null;
	const text = value === null ? safe`` : ident(axisText(value));
	return [span(safe`${padStart(text, gutter - 1)}`, 'dim'), span(value === null ? safe`│` : safe`┤`, 'border')];
}

function gutterCells(top: number): number {
	return Math.max(axisText(top).length, axisText(top / 2).length, 3) + 2;
}

/** The last value of each line with its letter, beside the line's end; always in the order of the values. */
function endLabels(
	chart: ChartView,
	rows: number,
	top: number,
	endOf?: (line: ChartLine) => SafeText,
): readonly Line[] {
	const ends = chart.lines
		.flatMap(line => {
			const end = lineEnd(line, top);
			return end === null ? [] : [{line, ...end}];
		})
		.toSorted((a, b) => b.value - a.value);
	const labels: Line[] = Array.from({length: rows}, () => []);
	let free = 0;
	for (const [index, {line, value, text}] of ends.entries()) {
		const wanted = rows - 1 - Math.round((Math.min(top, Math.max(0, value)) / top) * (rows - 1));
		const lowest = rows - (ends.length - index);
		const row = Math.max(free, Math.min(wanted, lowest));
		if (row < rows) labels[row] = [span(safe` ${endOf?.(line) ?? text}`, meaningOf(line.role))];
		free = row + 1;
	}
	return labels;
}

/** `c 0.52`; `c –` when the line ended earlier; null for a line without any value. */
function lineEnd(line: ChartLine, top: number): {readonly value: number; readonly text: SafeText} | null {
	const known = line.points.findLast(({value}) => value !== null && Number.isFinite(value));
	if (known === undefined || known.value === null) return null;
	const isNow = known === line.points.at(-1);
	const text = isNow ? ident(valueText(known.value, top)) : safe`–`;
	return {value: known.value, text: safe`${roles[line.role].label} ${text}`};
}

function tailCells(chart: ChartView, top: number): number {
	const widths = chart.lines.map(line => cells(lineEnd(line, top)?.text ?? ''));
	return Math.max(0, ...widths) + (chart.lines.length > 0 ? 2 : 0);
}

function emptyPlot(text: SafeText, columns: number, rows: number): readonly Line[] {
	const shown = truncateEnd(text, columns - 2);
	const left = Math.floor((columns - cells(shown)) / 2);
	const middle = Math.floor((rows - 1) / 2);
	return Array.from({length: rows}, (_, row) =>
		row === middle ? [span(repeated(safe` `, left)), span(shown, 'dim')] : [],
	);
}

function upperBorder(chart: ChartView, title: Line, columns: number, look: TerminalStyle): Line {
	const head = fitted([span(safe`┌ `, 'border'), ...title, span(safe` `)], columns - 2);
	const legend = legendFor(chart, columns - lineCells(head) - 2, look);
	const tail: Line = [...(legend ?? []), span(safe`─┐`, 'border')];
	const rule = columns - lineCells(head) - lineCells(tail);
	return [...head, span(repeated(safe`─`, rule), 'border'), ...tail];
}

const shortLabelCells = 8;

/** The longest legend that has room in so many cells. */
function legendFor(chart: ChartView, room: number, look: TerminalStyle): Line | undefined {
	return [null, shortLabelCells, 0]
		.map(limit => [...legendIn(chart, look, limit), ...bandLegend(chart, look)])
		.find(fits => lineCells(fits) < room);
}

/** Without its band where the legend has no room to name it: nobody could tell what it is. */
function withNamedBand(chart: ChartView, title: Line, columns: number, look: TerminalStyle): ChartView {
	const isNamed = legendFor(chart, columns - lineCells(title) - 5, look) !== undefined;
	return isNamed ? chart : {...chart, pastCanaries: null};
}

/** Each line's letter and its name, of at most so many cells: all of it where `limit` is null. */
function legendIn(chart: ChartView, look: TerminalStyle, limit: number | null): Line {
	return chart.lines.map(line => {
		const {label, sign} = roles[line.role];
		const mark = look.charset === 'ascii' ? sign : label;
		const name = mark === line.label ? safe`` : limit === null ? line.label : truncateEnd(line.label, limit);
		return span(name === '' ? safe` ${mark} ` : safe` ${mark} ${name} `, meaningOf(line.role));
	});
}

function fitted(line: Line, columns: number): Line {
	return lineCells(line) <= columns ? line : fitLine(line, columns);
}

/** The title of a single chart. */
export function chartTitle(chart: ChartView, range: SafeText): Line {
	return [span(chart.title, 'title'), ...(range === '' ? [] : [span(safe` ${range}`, 'dim')])];
}
