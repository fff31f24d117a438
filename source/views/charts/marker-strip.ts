import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime} from '../../domain/time.ts';
import type {ChartView} from '../../engine/screens/charts.ts';
import {cells, padEnd} from '../lines/cells.ts';
import {type Line, type Span, span} from '../lines/line.ts';
import {columnOf} from './markers.ts';

/** Where the plot begins and how wide it is, in a strip of `columns` cells. */
interface Room {
	readonly columns: number;
	readonly plotStart: number;
	readonly plotColumns: number;
}

/** Whether the chart has anything to show in a strip. */
export function hasStrip(chart: Pick<ChartView, 'markers' | 'markersSinceMs' | 'moments' | 'empty'>): boolean {
	const {markers, markersSinceMs, moments = []} = chart;
	return chart.empty === null && (markers.length > 0 || markersSinceMs !== null || moments.length > 0);
}

/** The weights under their markers, once for all charts on the same time axis. Labels that would touch become one
 * label, from the first weight to the last: `┆5→20%`. If weights before a time are unknown, a label says so, left
 * of that time. */
export function markerStrip(chart: ChartView, room: Room): Line {
	const labels = [...labelsOf(chart, room), ...momentLabels(chart, room)];
	return laidOut([...sinceLabel(chart, room, labels), ...labels].toSorted((a, b) => a.start - b.start));
}

interface Label {
	readonly start: number;
	readonly text: SafeText;
	readonly meaning: Span['meaning'];
}

interface Group {
	readonly column: number;
	readonly first: number;
	readonly last: number;
}

function labelsOf(chart: ChartView, room: Room): readonly Label[] {
	const groups: Group[] = [];
	for (const {atMs, percent} of chart.markers) {
		const column = columnOf(atMs, chart, room.plotColumns);
		if (column === null) continue;
		let group: Group = {column: room.plotStart + column, first: percent, last: percent};
		for (let before = groups.at(-1); before !== undefined; before = groups.at(-1)) {
			if (endOf(before, room) < startOf(group, room)) break;
			group = {column: before.column, first: before.first, last: group.last};
			groups.pop();
		}
		groups.push(group);
	}
	return groups.map(group => ({start: startOf(group, room), text: textOf(group), meaning: 'marker'}));
}

/** The moment that is shown goes before the others, and of two others that would touch the later one. */
function momentLabels({moments = [], ...span}: ChartView, room: Room): readonly Label[] {
	const labels: Label[] = [];
	for (const {atMs, text, tone} of moments.toReversed()) {
		const column = columnOf(atMs, span, room.plotColumns);
		if (column === null) continue;
		const whole = safe`${tone === 'cursor' ? safe`│` : safe`┆`}${text}`;
		const start = Math.max(0, Math.min(room.plotStart + column, room.columns - cells(whole)));
		const isFree = labels.every(other => start + cells(whole) < other.start || start > other.start + cells(other.text));
		if (isFree) labels.push({start, text: whole, meaning: tone === 'cursor' ? 'title' : tone});
	}
	return labels;
}

function startOf(group: Group, room: Room): number {
	return Math.max(0, Math.min(group.column, room.columns - cells(textOf(group))));
}

function endOf(group: Group, room: Room): number {
	return startOf(group, room) + cells(textOf(group));
}

function textOf({first, last}: Group): SafeText {
	return first === last ? safe`┆${last}%` : safe`┆${first}→${last}%`;
}

/** The longest text that fits left of the time that it names; the whole text after the last label if that fits
 * better. */
function sinceLabel(chart: ChartView, room: Room, labels: readonly Label[]): readonly Label[] {
	const sinceMs = chart.markersSinceMs;
	const column = sinceMs === null ? null : columnOf(sinceMs, chart, room.plotColumns);
	if (sinceMs === null || column === null) return [];
	const end = room.plotStart + column;
	const clock = ident(clockTime(sinceMs).slice(0, 5));
	const whole = safe`weights known since ${clock}`;
	const before = [whole, safe`since ${clock}`, safe`?`].find(text => cells(text) < end);
	const last = labels.at(-1);
	const behind = (last === undefined ? end : last.start + cells(last.text)) + 2;
	if (before !== whole && behind + cells(whole) < room.columns) return [{start: behind, text: whole, meaning: 'dim'}];
	return before === undefined ? [] : [{start: end - cells(before) - 1, text: before, meaning: 'dim'}];
}

function laidOut(labels: readonly Label[]): Line {
	const spans: Span[] = [];
	let column = 0;
	for (const {start, text, meaning} of labels) {
		spans.push(span(padEnd(safe``, start - column)), span(text, meaning));
		column = start + cells(text);
	}
	return spans;
}
