import {safe} from '../../domain/text/safe-text.ts';
import type {ReleaseRow, ReleasesView} from '../../engine/screens/home/releases.ts';
import {failuresCell} from '../lines/figures.ts';
import {type Line, span} from '../lines/line.ts';
import {type Cell, type Column, cell, tableLines} from '../lines/table.ts';
import {emptyLines, page, positionText, type Size, windowAround} from '../widgets/page.ts';

/** Releases of every kind, those that harm users first. */
export function releasesPanel(view: ReleasesView, size: Size): readonly Line[] {
	return page(view, size, room => {
		if (view.empty !== null) return [[span(safe` RELEASES`, 'title')], ...emptyLines(view.empty, room.columns)];
		const {shown, from} = windowAround(view.rows, Math.max(0, room.rows - 2));
		const position = positionText(view.offset + from, shown.length, view.total);
		const title: Line = [
			span(safe` RELEASES`, 'title'),
			span(safe` ${position === '' ? safe`${view.total}` : position} · all kinds`, 'dim'),
		];
		return [title, ...tableLines(shown, columns, room.columns)];
	});
}

const columns: readonly Column<ReleaseRow>[] = [
	{
		title: safe`STATE`,
		cell: row => cell(safe`${row.glyph} ${row.word}`, row.tone),
		align: 'left',
		min: 14,
		max: 17,
		rank: 0,
	},
	{
		title: safe`RELEASE`,
		cell: row => cell(row.name, 'title'),
		align: 'left',
		min: 12,
		max: 40,
		rank: 0,
		cut: 'middle',
	},
	{title: safe`FAIL/m`, cell: harmCell, align: 'right', min: 6, max: 6, rank: 0},
	{
		title: safe`VERSIONS`,
		cell: row => cell(row.versions),
		align: 'left',
		min: 14,
		max: 30,
		rank: 1,
		cut: 'middle',
	},
	{title: safe`STEP`, cell: row => cell(row.step), align: 'right', min: 4, max: 5, rank: 4},
	{title: safe`WEIGHT`, cell: row => cell(row.weight), align: 'right', min: 6, max: 6, rank: 2},
	{title: safe`PODS`, cell: row => cell(row.pods), align: 'left', min: 13, max: 17, rank: 5},
	{title: safe`FOR`, cell: row => cell(row.age), align: 'right', min: 4, max: 6, rank: 3},
	{title: safe`BY`, cell: row => cell(row.controller, 'dim'), align: 'left', min: 10, max: 12, rank: 6},
	{title: safe`KIND`, cell: row => cell(row.strategy, 'dim'), align: 'left', min: 10, max: 12, rank: 8},
	{title: safe`WHY`, cell: row => cell(row.why ?? safe``), align: 'left', min: 12, max: 80, rank: 7},
];

/** As the first screen shows them: failed requests a minute; `slower`, where that is the harm. */
function harmCell(row: ReleaseRow): Cell {
	const {harm} = row;
	if (harm?.kind === 'slow') return cell(safe`slower`, 'warning');
	const {text, meaning} = failuresCell(row);
	return cell(text, harm && meaning === 'text' ? 'critical' : meaning);
}
