import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {AttentionRow, HomeView} from '../../engine/screens/home.ts';
import {type Line, span, spread} from '../lines/line.ts';
import {type Column, cell, tableLines} from '../lines/table.ts';
import {emptyLines, page, positionText, type Size, windowAround} from '../widgets/page.ts';
import {servicesTable} from './services-table.ts';

/** Releases that need a person, then every service. */
export function homePanel(view: HomeView, size: Size): readonly Line[] {
	return page(view, size, room => {
		const attention = attentionLines(view.attention, view.attentionTotal, {
			columns: room.columns,
			// Keep half of the rows for the services.
			rows: Math.max(1, Math.floor((room.rows - 2) / 2)),
		});
		const {shown, from} = windowAround(view.services, Math.max(0, room.rows - attention.length - 2));
		const position = positionText(view.offset + from, shown.length, view.total);
		const table =
			view.empty === null ? servicesTable(shown, view.sort, room.columns) : emptyLines(view.empty, room.columns);
		return [summaryLine(view, position, room.columns), ...attention, ...table];
	});
}

function summaryLine(view: HomeView, position: SafeText, columns: number): Line {
	const {needsYou, moving, quiet, isPart} = view.counts ?? {needsYou: 0, moving: 0, quiet: 0, isPart: false};
	// Do not show zero before anything was read.
	const shown = (count: number) => (view.counts === null ? safe`–` : isPart ? safe`${count}+` : safe`${count}`);
	const left = [
		span(safe` NEEDS YOU ${shown(needsYou)}`, needsYou > 0 ? 'critical' : 'title'),
		span(safe` · `, 'dim'),
		span(safe`moving ${shown(moving)}`, moving > 0 ? 'moving' : 'text'),
		span(safe` · `, 'dim'),
		span(safe`quiet ${shown(quiet)}`),
	];
	const right = [
		...(view.unmatchedSeries > 0 ? [span(safe`${view.unmatchedSeries} series unmatched  `, 'dim')] : []),
		...(position === '' ? [] : [span(safe`services ${position} `, 'dim')]),
	];
	return spread(left, right, columns);
}

function attentionLines(rows: readonly AttentionRow[], total: number, room: Size): readonly Line[] {
	const isCropped = rows.length > room.rows || total > rows.length;
	const {shown} = windowAround(rows, isCropped ? Math.max(1, room.rows - 1) : room.rows);
	const lines = tableLines(shown, attentionColumns(room.columns), room.columns, false);
	const hidden = total - shown.length;
	return hidden > 0 && room.rows > 1 ? [...lines, [span(safe`   and ${hidden} more: R`, 'dim')]] : lines;
}

/** Leaves the controller's column out when the evidence needs the room. */
function attentionColumns(columns: number): readonly Column<AttentionRow>[] {
	return columns >= 100 ? [...evidenceColumns, controllerColumn] : evidenceColumns;
}

const evidenceColumns: readonly Column<AttentionRow>[] = [
	{
		title: safe``,
		cell: row => cell(safe`${row.glyph} ${row.word}`, row.tone),
		align: 'left',
		min: 9,
		max: 16,
		rank: 0,
	},
	{title: safe``, cell: row => cell(row.name), align: 'left', min: 12, max: 34, rank: 0, cut: 'middle'},
	{title: safe``, cell: row => cell(row.tag, 'title'), align: 'left', min: 5, max: 16, rank: 1, cut: 'middle'},
	{title: safe``, cell: row => cell(row.where), align: 'left', min: 12, max: 28, rank: 0},
	{title: safe``, cell: row => cell(row.comparison ?? safe``, row.tone), align: 'left', min: 14, max: 100, rank: 2},
];

const controllerColumn: Column<AttentionRow> = {
	title: safe``,
	cell: row => cell(row.controller, 'dim'),
	align: 'left',
	min: 11,
	max: 12,
	rank: 3,
};
