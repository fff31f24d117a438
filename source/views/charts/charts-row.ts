import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {ChartView} from '../../engine/select/charts.ts';
import {besideEachOther, type Line, type Span, span} from '../lines/line.ts';
import type {Look} from '../look/look.ts';
import {chartBox, chartTitle} from './chart.ts';

interface Charts {
	readonly charts: readonly [ChartView, ChartView, ChartView];
	readonly chartIndex: 0 | 1 | 2;
	readonly range: SafeText;
}

interface Room {
	readonly columns: number;
	readonly rows: number;
}

/** Three charts side by side where they fit; else the chosen one, with the numbers of all three in its border. */
export function chartsRow(view: Charts, room: Room, look: Look): readonly Line[] {
	if (room.columns >= 140) return sideBySide(view, room, look);
	return chartBox(view.charts[view.chartIndex], room, look, choices(view));
}

/** Three charts side by side or below each other where all fit; else as many as fit, the chosen one first. */
export function chartsStacked(view: Charts, room: Room, look: Look): readonly Line[] {
	if (room.columns >= 120) return sideBySide(view, room, look);
	const count = Math.min(view.charts.length, Math.floor(room.rows / leastRows));
	if (count === 1) return chartBox(view.charts[view.chartIndex], room, look, choices(view));
	const chosen = view.charts[view.chartIndex];
	const ordered = count < view.charts.length ? [chosen, ...view.charts.filter(chart => chart !== chosen)] : view.charts;
	return ordered.slice(0, count).flatMap((chart, index) => {
		const rows = Math.floor(room.rows / count) + (index < room.rows % count ? 1 : 0);
		return chartBox(chart, {columns: room.columns, rows}, look, chartTitle(chart, index === 0 ? view.range : safe``));
	});
}

const leastRows = 5;

function sideBySide(view: Charts, room: Room, look: Look): readonly Line[] {
	const width = Math.floor(room.columns / view.charts.length);
	return besideEachOther(
		view.charts.map((chart, index) => {
			const isLast = index === view.charts.length - 1;
			const columns = isLast ? room.columns - width * index : width;
			return {lines: chartBox(chart, {columns, rows: room.rows}, look, chartTitle(chart, view.range)), width: columns};
		}),
		0,
	);
}

/** `1 errors %  2 latency ms  3 requests/s  15 min`, the one shown in bold. */
function choices(view: Charts): Line {
	const names = view.charts.flatMap((chart, index): readonly Span[] => {
		const text = safe`${index + 1} ${chart.title}`;
		return [span(text, index === view.chartIndex ? 'title' : 'dim'), span(safe`  `)];
	});
	return [...names, span(view.range, 'dim')];
}
