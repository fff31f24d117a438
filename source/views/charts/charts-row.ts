import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {ChartView} from '../../engine/screens/charts.ts';
import {besideEachOther, type Line, type Span, span} from '../lines/line.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {chartBox, chartTitle, plotPlace, sharedMargins} from './chart.ts';
import {compactCharts} from './compact-charts.ts';
import {hasStrip, markerStrip} from './marker-strip.ts';

interface Charts {
	readonly charts: readonly [ChartView, ChartView, ChartView];
	/** The chart that is shown alone; null while all three are. */
	readonly chartIndex: 0 | 1 | 2 | null;
	readonly range: SafeText;
}

interface Room {
	readonly columns: number;
	readonly rows: number;
}

/** Three charts side by side, without boxes where there is little room; or the chosen one alone, with the numbers and
 * titles of all three in its border. */
export function chartsRow(view: Charts, room: Room, look: TerminalStyle): readonly Line[] {
	if (view.chartIndex === null && room.columns >= 140) return sideBySide(view, room, look);
	if (view.chartIndex === null && room.columns >= leastCompactColumns) return compactCharts(view, room, look);
	return stacked([view.charts[view.chartIndex ?? 0]], room, look, () => choices(view));
}

const leastCompactColumns = 54;

/** Three charts side by side or below each other if all fit, else as many as fit; or the chosen one alone. */
export function chartsStacked(view: Charts, room: Room, look: TerminalStyle): readonly Line[] {
	if (view.chartIndex === null && room.columns >= 120) return sideBySide(view, room, look);
	const count = view.chartIndex === null ? Math.min(view.charts.length, Math.floor(room.rows / leastRows)) : 1;
	if (count <= 1) return stacked([view.charts[view.chartIndex ?? 0]], room, look, () => choices(view));
	return stacked(view.charts.slice(0, count), room, look, (chart, index) =>
		chartTitle(chart, index === 0 ? view.range : safe``),
	);
}

const leastRows = 5;

/** Charts below each other on one time axis, with the weights once below all of them. */
function stacked(
	charts: readonly ChartView[],
	room: Room,
	look: TerminalStyle,
	titleOf: (chart: ChartView, index: number) => Line,
): readonly Line[] {
	const margins = sharedMargins(charts);
	const strip = stripOf(charts, room, {columns: room.columns, ...plotPlace(room.columns, margins)});
	const rows = room.rows - strip.length;
	const boxes = charts.flatMap((chart, index) => {
		const share = Math.floor(rows / charts.length) + (index < rows % charts.length ? 1 : 0);
		return chartBox(chart, {columns: room.columns, rows: share, margins}, look, titleOf(chart, index));
	});
	return [...boxes, ...strip];
}

/** All boxes have the same width, so that a point in time has the same column in each. */
function sideBySide(view: Charts, room: Room, look: TerminalStyle): readonly Line[] {
	const margins = sharedMargins(view.charts);
	const columns = Math.floor(room.columns / view.charts.length);
	const strip = stripOf(view.charts, room, {columns: room.columns, ...plotPlace(columns, margins)});
	const rows = room.rows - strip.length;
	const boxes = view.charts.map(chart => ({
		lines: chartBox(chart, {columns, rows, margins}, look, chartTitle(chart, view.range)),
		width: columns,
	}));
	return [...besideEachOther(boxes, 0), ...strip];
}

/** All charts of one screen have the same markers, so one strip is enough. */
function stripOf(charts: readonly ChartView[], room: Room, place: Parameters<typeof markerStrip>[1]): readonly Line[] {
	const drawn = charts.find(hasStrip);
	return drawn === undefined || room.rows < leastRows ? [] : [markerStrip(drawn, place)];
}

/** `1 errors %  >2 latency ms  3 requests/s  15 min`, with the sign of a cursor before the shown chart. */
function choices(view: Charts): Line {
	const names = view.charts.flatMap((chart, index): readonly Span[] => {
		const isShown = index === (view.chartIndex ?? 0);
		const text = safe`${isShown ? safe`>` : safe``}${index + 1} ${chart.title}`;
		return [span(text, isShown ? 'title' : 'dim'), span(safe`  `)];
	});
	return [...names, span(view.range, 'dim')];
}
