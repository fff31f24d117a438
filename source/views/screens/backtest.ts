import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {BacktestView} from '../../engine/screens/past/backtest.ts';
import type {BacktestRow} from '../../engine/screens/past/backtest-row.ts';
import {truncateMiddle, wrap} from '../lines/cells.ts';
import {blankLine, type Line, span} from '../lines/line.ts';
import {type Column, cell, tableLines} from '../lines/table.ts';
import {emptyLines, page, positionText, type Size, windowAround} from '../widgets/page.ts';

/** The past releases, the newest first; beneath them the marked one in a sentence, and the tally of all. */
export function backtestPanel(view: BacktestView, size: Size): readonly Line[] {
	return page(view, size, room => bodyLines(view, room), [
		span(truncateMiddle(view.name, Math.floor(size.columns / 2)), 'title'),
		span(safe`  backtest`, 'dim'),
	]);
}

function bodyLines(view: BacktestView, room: Size): readonly Line[] {
	const {head, isReading, limits} = view;
	const heading = head === '' ? [] : told(head, room.columns, isReading ? 'moving' : 'text');
	if (view.empty !== null)
		return [
			...heading,
			...emptyLines(view.empty, room.columns),
			blankLine,
			...limits.flatMap(text => told(text, room.columns)),
		];
	if (view.rows.length === 0) return heading;
	const beneath = beneathLines(view, room);
	const most = Math.max(1, room.rows - heading.length - beneath.length - 2);
	const {shown, from} = windowAround(view.rows, most);
	const table = tableLines(shown, columnsOf(room.columns), room.columns);
	const where = positionText(from, shown.length, view.rows.length);
	return [...heading, ...table, [span(safe` ${where}`, 'dim')], ...beneath];
}

const roomyRows = 18;

/** Of a tally that has no room the last line stays, which tells of false alarms. */
function beneathLines({detail, tally, limits}: BacktestView, {columns, rows}: Size): readonly Line[] {
	const isRoomy = rows >= roomyRows;
	const marked = detail === null ? [] : told(detail, columns, 'text').slice(0, isRoomy ? 2 : 1);
	const counted = (isRoomy ? tally : tally.slice(-1)).flatMap(text =>
		told(text, columns, 'text').slice(0, isRoomy ? 1 : 2),
	);
	const limiting = isRoomy ? wholeOnes(limits, columns, Math.floor(rows / 4)) : [];
	return [...marked, ...(isRoomy && counted.length > 0 ? [blankLine] : []), ...counted, ...limiting];
}

/** As many of them as have room, each whole. */
function wholeOnes(texts: readonly SafeText[], columns: number, rows: number): readonly Line[] {
	const all = texts.map(text => told(text, columns));
	if (all.flat().length <= rows) return all.flat();
	const ends = all.map((_, at) => all.slice(0, at + 1).flat().length);
	const kept = ends.filter(end => end < rows).length;
	const more = safe`and ${all.length - kept} more: perch backtest says them`;
	return [...all.slice(0, kept).flat(), ...told(more, columns)];
}

function told(text: SafeText, columns: number, meaning: 'text' | 'dim' | 'moving' = 'dim'): readonly Line[] {
	return wrap(text, columns - 1).map(row => [span(safe` ${row}`, meaning)]);
}

/** On a narrow terminal the year and when it ended are left out. */
function columnsOf(width: number): readonly Column<BacktestRow>[] {
	const isWide = width >= 100;
	const isNarrow = width < 80;
	const judgeCells = isNarrow ? (width < 60 ? 11 : 22) : 32;
	const ended = ({ended: what, endedAt}: BacktestRow) => (isWide && endedAt !== '' ? safe`${what} ${endedAt}` : what);
	return [
		{
			title: safe`BEGAN UTC`,
			cell: ({began}) => cell(isWide ? began : (began.slice(5) as SafeText), 'dim'),
			align: 'left',
			min: isWide ? 16 : 11,
			max: 16,
			rank: 0,
		},
		{
			title: safe`RELEASE`,
			cell: ({versions}) => cell(versions),
			align: 'left',
			min: isNarrow ? 9 : 14,
			max: 40,
			rank: 0,
			cut: 'middle',
		},
		{title: safe`TOOK`, cell: ({took}) => cell(took), align: 'right', min: 5, max: 6, rank: 3},
		{title: safe`MOST`, cell: ({most}) => cell(most), align: 'right', min: 5, max: 6, rank: 2},
		{
			title: safe`ENDED`,
			cell: row => cell(ended(row)),
			align: 'left',
			min: isNarrow ? 11 : 13,
			max: 30,
			rank: isNarrow ? 1 : 0,
		},
		{
			title: safe`THE JUDGE`,
			cell: ({judge, tone}) => cell(judge, tone === 'warning' ? 'warning' : 'text'),
			align: 'left',
			min: judgeCells,
			max: 60,
			rank: 0,
		},
	];
}
