import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {HomeView, ServiceRow} from '../../engine/screens/home.ts';
import type {SortColumn} from '../../engine/state/screen-state.ts';
import {joinTexts} from '../lines/cells.ts';
import {latencyCell, percentCell, rateCell, readingWord} from '../lines/figures.ts';
import type {Line} from '../lines/line.ts';
import {sparkline} from '../lines/sparkline.ts';
import {type Column, cell, tableLines} from '../lines/table.ts';

/** One row per service. Wider terminals add columns in between; the first column stays in place. */
export function servicesTable(rows: readonly ServiceRow[], sort: HomeView['sort'], columns: number): readonly Line[] {
	return tableLines(rows, columnsFor(sort, columns), columns);
}

function columnsFor(sort: HomeView['sort'], columns: number): readonly Column<ServiceRow>[] {
	const isWide = columns >= 120;
	const trendCells = isWide ? 16 : 15;
	const sign = sort.isDescending ? safe`▾` : safe`▴`;
	const titled = (title: SafeText, column: SortColumn) => (sort.column === column ? safe`${sign}${title}` : title);
	return [
		{
			title: sort.column === 'name' ? safe`SERVICE${sign}` : safe`SERVICE`,
			cell: row => cell(row.name, 'title'),
			align: 'left',
			min: Math.min(15, Math.max(8, columns - 40)),
			max: isWide ? 40 : 22,
			rank: 0,
			cut: 'middle',
		},
		...(isWide ? [versionsColumn] : []),
		{title: titled(safe`RPS`, 'rps'), cell: row => rateCell(row.requestsPerSecond), ...figure(5, 6, 0)},
		{title: titled(safe`ERR%`, 'errors'), cell: row => percentCell(row.errorRatio), ...figure(5, 6, 0)},
		...(isWide ? [p50Column] : []),
		{title: titled(safe`P95`, 'p95'), cell: row => latencyCell(row.latencyP95Ms), ...figure(6, 7, 1)},
		{title: titled(safe`P99`, 'p99'), cell: row => latencyCell(row.latencyP99Ms), ...figure(6, 7, 0)},
		errorTrendColumn(trendCells),
		...(isWide ? [trafficTrendColumn(trendCells)] : []),
		{title: safe`FLAGS`, cell: flagsCell, align: 'left', min: 10, max: 60, rank: 2},
	];
}

function figure(min: number, max: number, rank: number) {
	return {align: 'right', min, max, rank} as const;
}

/** The word for a missing figure comes first, as it explains the row's signs. */
function flagsCell(row: ServiceRow) {
	const word = readingWord(row);
	const flags = word === null || row.flags.includes(word) ? row.flags : [word, ...row.flags];
	return cell(joinTexts(flags, safe` · `), row.flags.length > 0 ? 'warning' : 'dim');
}

const p50Column: Column<ServiceRow> = {
	title: safe`P50`,
	cell: row => latencyCell(row.latencyP50Ms),
	...figure(6, 7, 3),
};

const versionsColumn: Column<ServiceRow> = {
	title: safe`VERSIONS`,
	cell: row => cell(row.versions),
	align: 'left',
	min: 10,
	max: 28,
	rank: 3,
};

function errorTrendColumn(width: number): Column<ServiceRow> {
	return {
		title: safe`ERR% 15 MIN`,
		cell: row => cell(sparkline(row.errorTrend, width, 0.01), 'canary'),
		align: 'left',
		min: width,
		max: width,
		rank: 4,
	};
}

function trafficTrendColumn(width: number): Column<ServiceRow> {
	return {
		title: safe`RPS 15 MIN`,
		cell: row => cell(sparkline(row.trafficTrend, width, 1), 'stable'),
		align: 'left',
		min: width,
		max: width,
		rank: 5,
	};
}
