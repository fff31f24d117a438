import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime} from '../../domain/time.ts';
import type {ChartView} from '../../engine/screens/charts.ts';
import {repeated} from '../lines/cells.ts';
import {type Line, type Span, span} from '../lines/line.ts';
import {columnOf} from './markers.ts';
import {timeTicks} from './scale.ts';

/** The lower border, with times of day in UTC at their columns. */
export function timeAxis(
	chart: ChartView,
	room: {readonly columns: number; readonly plotStart: number; readonly plotColumns: number},
): Line {
	return border(labelsOf(chart, room), room.columns);
}

interface Label {
	readonly start: number;
	readonly text: SafeText;
}

function labelsOf(
	chart: ChartView,
	room: {readonly columns: number; readonly plotStart: number; readonly plotColumns: number},
): readonly Label[] {
	const isShort = chart.endMs - chart.startMs <= 5 * 60_000;
	const width = isShort ? 10 : 7;
	const ticks = timeTicks(chart.startMs, chart.endMs, Math.floor(room.plotColumns / (width + 4)));
	const labels: Label[] = [];
	for (const atMs of ticks) {
		const column = columnOf(atMs, chart, room.plotColumns);
		if (column === null) continue;
		const isLast = atMs === ticks.at(-1);
		const clock = isShort ? clockTime(atMs) : clockTime(atMs).slice(0, 5);
		const text = isLast ? safe` ${ident(clock)} UTC ` : safe` ${ident(clock)} `;
		const centred = room.plotStart + column - Math.floor(width / 2);
		const start = Math.max(1, Math.min(centred, room.columns - 2 - text.length));
		const before = labels.at(-1);
		if (before === undefined || start > before.start + before.text.length) labels.push({start, text});
	}
	return labels;
}

function border(labels: readonly Label[], columns: number): Line {
	const spans: Span[] = [span(safe`└`, 'border')];
	let column = 1;
	for (const {start, text} of labels) {
		spans.push(span(repeated(safe`─`, start - column), 'border'), span(text, 'dim'));
		column = start + text.length;
	}
	return [...spans, span(repeated(safe`─`, columns - 1 - column), 'border'), span(safe`┘`, 'border')];
}
