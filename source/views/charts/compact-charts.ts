import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime} from '../../domain/time.ts';
import type {ChartView} from '../../engine/screens/charts.ts';
import {cells, padEnd, truncateEnd, wrap} from '../lines/cells.ts';
import {besideEachOther, blankLine, fitLine, type Line, lineCells, type Span, span} from '../lines/line.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {pastText} from './band-legend.ts';
import {compactPlot, inOrder, legendOf, sharedMargins} from './chart.ts';
import {hasStrip, markerStrip} from './marker-strip.ts';
import {columnOf} from './markers.ts';
import {timeTicks} from './scale.ts';

interface Charts {
	readonly charts: readonly [ChartView, ChartView, ChartView];
	readonly range: SafeText;
}

/** The widths of one of three charts: blank, axis of values, plot, letters of the lines. */
interface Panel {
	readonly columns: number;
	readonly rows: number;
	readonly gutter: number;
	readonly plotColumns: number;
}

const letters = 2;

/** Three charts side by side without boxes. They have the same time axis and the same columns, so that a moment is at
 * the same place in each; the weights stand once, under the first. */
export function compactCharts(
	given: Charts,
	room: {readonly columns: number; readonly rows: number},
	look: TerminalStyle,
): readonly Line[] {
	const columns = Math.floor((room.columns - 2) / 3);
	const hasWeights = room.rows >= leastRowsForWeights && given.charts.some(hasStrip);
	const view = hasWeights ? given : withNamedBands(given, columns);
	const {gutter} = sharedMargins(view.charts);
	const plotColumns = columns - gutter - letters;
	const marked = hasWeights ? view.charts.find(hasStrip) : undefined;
	const panel: Panel = {columns, rows: room.rows - 2 - (marked ? 1 : 0), gutter, plotColumns};
	const panels = view.charts.map((chart, at) => {
		const past = hasWeights ? [] : pastSpan(chart);
		return {lines: panelLines(chart, at, panel, look, past), width: columns};
	});
	const rule = Array.from({length: room.rows - (marked ? 1 : 0)}, (): Line => [span(safe`│`, 'border')]);
	const [first, second, third] = panels;
	if (!first || !second || !third) return [];
	const between = {lines: rule, width: 1};
	const charts = besideEachOther([first, between, second, between, third], 0);
	if (!marked) return charts;
	const range = span(safe`${pastOfAll(view.charts)}${view.range} UTC`, 'dim');
	const place = {columns: room.columns - cells(range.text) - 2, plotStart: gutter, plotColumns};
	return [...charts, [...fitLine(markerStrip(marked, place), room.columns - cells(range.text) - 1), range]];
}

const leastRowsForWeights = 6;

/** Without the bands whose name has no room: nobody could tell what they are. */
function withNamedBands({charts: [first, second, third], range}: Charts, columns: number): Charts {
	const named = (chart: ChartView): ChartView =>
		lineCells([...titleOf(chart, 0), ...pastSpan(chart)]) <= columns ? chart : {...chart, pastCanaries: null};
	return {charts: [named(first), named(second), named(third)], range};
}

function pastSpan({pastCanaries}: ChartView): Line {
	return pastCanaries === null ? [] : [span(safe` ${pastText(pastCanaries)}`, 'dim')];
}

/** `past 5 · `, once for all charts: of how many earlier canaries their bands are at most. */
function pastOfAll(charts: Charts['charts']): SafeText {
	const bands = charts.flatMap(({pastCanaries}) => pastCanaries ?? []);
	const [most] = bands.toSorted((one, other) => other.count - one.count);
	return most === undefined ? safe`` : safe`${pastText(most)} · `;
}

function titleOf(chart: ChartView, at: number): Line {
	return [span(safe` ${at + 1} `, 'dim'), span(chart.short, 'title'), ...legendOf(chart)];
}

function panelLines(chart: ChartView, at: number, panel: Panel, look: TerminalStyle, past: Line): readonly Line[] {
	const title: Line = [...titleOf(chart, at), ...past];
	const body =
		chart.empty === null ? compactPlot(inOrder(chart), panel, look) : emptyRows(chart.empty, panel.columns, panel.rows);
	return [title, ...body, chart.empty === null ? timesOf(chart, panel) : blankLine];
}

function emptyRows(text: SafeText, columns: number, rows: number): readonly Line[] {
	const shown = wrap(text, columns - 2).slice(0, rows);
	return Array.from({length: rows}, (_, row) => [
		span(safe` ${truncateEnd(shown[row] ?? safe``, columns - 2)}`, 'dim'),
	]);
}

/** Times of day under their columns. */
function timesOf(chart: ChartView, {columns, gutter: left, plotColumns}: Panel): Line {
	const ticks = timeTicks(chart.startMs, chart.endMs, Math.floor(plotColumns / 8));
	const spans: Span[] = [];
	let end = 0;
	for (const atMs of ticks) {
		const column = columnOf(atMs, chart, plotColumns);
		const text = ident(clockTime(atMs).slice(0, 5));
		const start = Math.min(left + (column ?? 0), columns - text.length);
		if (column === null || start <= end) continue;
		spans.push(span(padEnd(safe``, start - end)), span(text, 'dim'));
		end = start + text.length;
	}
	return spans;
}
