import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {
	CentreView,
	FanView,
	NeighbourView,
	NodeFigures,
	VersionFigures,
} from '../../engine/screens/topology/topology-nodes.ts';
import type {TopologyView} from '../../engine/screens/topology/topology-view.ts';
import {repeated} from '../lines/cells.ts';
import {latencyCell, latencyText, percentCell, rateCell} from '../lines/figures.ts';
import {type Line, span, spread} from '../lines/line.ts';
import {type Cell, type Column, cell, tableLines} from '../lines/table.ts';
import {positionText, type Size, windowAround} from '../widgets/page.ts';

/** One line of the tree. */
interface TreeRow {
	readonly isSelected: boolean;
	readonly glyph: Cell;
	readonly name: Cell;
	/** Null on lines that have none. */
	readonly figures: NodeFigures | null;
}

/** Callers above, the service in the middle, those that it calls below. */
export function topologyTree(view: TopologyView, room: Size): readonly Line[] {
	const rows = [
		...(view.callers === null ? [] : [titled(safe`CALLERS`), ...fanRows(view.callers, 1)]),
		...centreRows(view.centre),
		...(view.callees === null ? [] : [titled(safe`CALLS`), ...fanRows(view.callees, 1)]),
	];
	const most = Math.max(1, room.rows - 1);
	const isCut = rows.length > most && most >= leastRowsToCount;
	const {shown, from} = windowAround(rows, isCut ? most - 1 : most);
	const isAnyMissing = rows.some(({figures}) => figures !== null && figures.missing !== '');
	const isAnyTimed = rows.some(({figures}) => figures !== null && figures.meanMs !== null);
	const table = tableLines(shown, columnsOf(isAnyMissing, isAnyTimed), room.columns);
	if (!isCut) return table;
	const position = safe`lines ${positionText(from, shown.length, rows.length)} `;
	return [...table, spread([], [span(position, 'dim')], room.columns)];
}

/** With fewer rows there is none to spare for how many there are. */
const leastRowsToCount = 8;

function columnsOf(hasMissing: boolean, hasMean: boolean): readonly Column<TreeRow>[] {
	const figure = (of: (figures: NodeFigures) => Cell) => (row: TreeRow) =>
		row.figures === null ? cell(safe``) : of(row.figures);
	return [
		{title: safe``, cell: ({glyph}) => glyph, align: 'left', min: 1, max: 1, rank: 0},
		{title: safe`SERVICE`, cell: ({name}) => name, align: 'left', min: 16, max: 64, rank: 0, cut: 'middle'},
		{title: safe`RPS`, cell: figure(one => rateCell(one.requestsPerSecond)), ...right, rank: 0},
		{title: safe`ERR%`, cell: figure(one => percentCell(one.errorRatio)), ...right, rank: 1},
		{title: safe`P95`, cell: figure(one => latencyCell(one.latencyP95Ms)), ...right, rank: 3},
		...(hasMean
			? [
					{
						title: safe`MEAN`,
						cell: figure(({meanMs}) => cell(meanMs === null ? safe`` : latencyText(meanMs))),
						...right,
						rank: 2,
					} as const,
				]
			: []),
		...(hasMissing
			? [
					{
						title: safe`mTLS`,
						cell: figure(({missing}) => cell(missing, 'warning')),
						align: 'left',
						min: 7,
						max: 14,
						rank: 2,
					} as const,
				]
			: []),
	];
}

const right = {align: 'right', min: 5, max: 6} as const;

function titled(text: SafeText): TreeRow {
	return {isSelected: false, glyph: blank, name: {...cell(text, 'dim'), cut: 'end'}, figures: null};
}

const blank = cell(safe` `);

function fanRows(fan: FanView, level: number): readonly TreeRow[] {
	const said = (text: SafeText): TreeRow => ({...titled(indented(text, level))});
	return [
		...fan.nodes.flatMap(node => nodeRows(node, level)),
		...(fan.more === null ? [] : [{...said(fan.more.text), isSelected: fan.more.isSelected}]),
		...(fan.note === null ? [] : [said(fan.note)]),
		...fan.routed.map(said),
	];
}

function nodeRows(node: NeighbourView, level: number): readonly TreeRow[] {
	const {glyph, tone, name, note, isSelected, canary, next} = node;
	const noted = note === '' ? name : safe`${name} · ${note}`;
	return [
		{isSelected, glyph: cell(glyph, tone), name: cell(indented(noted, level)), figures: node},
		...(canary === null ? [] : [versionRow(canary, level + 1, safe`to `)]),
		...fanRows(next, level + 1),
	];
}

function centreRows(centre: CentreView): readonly TreeRow[] {
	const {glyph, tone, name, release, isSelected, versions, cannotTell} = centre;
	const named = release === '' ? name : safe`${name}  ${release}`;
	return [
		{isSelected, glyph: cell(glyph, tone), name: cell(named, 'title'), figures: centre},
		...versions.map(version => versionRow(version, 1, safe``)),
		...(cannotTell === null ? [] : [titled(indented(cannotTell, 1))]),
	];
}

function versionRow(version: VersionFigures, level: number, before: SafeText): TreeRow {
	const name = cell(indented(safe`${before}${version.name}`, level), version.isCanary ? 'canary' : 'text');
	return {isSelected: false, glyph: blank, name, figures: version};
}

function indented(text: SafeText, level: number): SafeText {
	return safe`${repeated(safe`  `, level)}${text}`;
}
