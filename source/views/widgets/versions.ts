import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {VersionRow} from '../../engine/screens/release/service.ts';
import {latencyCell, percentCell, rateCell} from '../lines/figures.ts';
import {type Line, lineCells, span} from '../lines/line.ts';
import {type Column, cell, tableLines} from '../lines/table.ts';

/** A service's versions, with the figures of each; the heading says over what time, where it has room. */
export function versionLines(versions: readonly VersionRow[], over: SafeText, columns: number): readonly Line[] {
	const [heading = [], ...rows] = tableLines(
		versions.map(version => ({...version, isSelected: false})),
		versionColumns,
		columns,
	);
	const label: Line = [...heading, span(safe`  ${over}`, 'dim')];
	return [lineCells(label) <= columns ? label : heading, ...rows];
}

const versionColumns: readonly Column<VersionRow & {readonly isSelected: boolean}>[] = [
	{
		title: safe`VERSION`,
		cell: version => cell(version.tag, version.role === 'previous' ? 'dim' : version.role),
		align: 'left',
		min: 8,
		max: 20,
		rank: 0,
		cut: 'middle',
	},
	{title: safe`ROLE`, cell: version => cell(safe`${roles[version.role]}`), align: 'left', min: 8, max: 8, rank: 1},
	{title: safe`REV`, cell: version => cell(version.revision, 'dim'), align: 'left', min: 3, max: 12, rank: 5},
	{title: safe`PODS`, cell: version => cell(version.pods), align: 'left', min: 5, max: 9, rank: 2},
	{title: safe`SHARE%`, cell: version => percentCell(version.share), align: 'right', min: 6, max: 6, rank: 3},
	{title: safe`RPS`, cell: version => rateCell(version.now), align: 'right', min: 5, max: 6, rank: 0},
	{title: safe`ERR%`, cell: version => percentCell(version.errorRatio), align: 'right', min: 5, max: 6, rank: 0},
	{title: safe`P95`, cell: version => latencyCell(version.latencyP95Ms), align: 'right', min: 5, max: 7, rank: 0},
];

const roles = {stable: safe`stable`, canary: safe`canary`, previous: safe`previous`} as const;
