import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import type {Explained} from '../../engine/screens/home/explained.ts';
import type {HomeView} from '../../engine/screens/home/home.ts';
import type {Summary} from '../../engine/screens/home/home-summary.ts';
import {repeated, truncateMiddle} from '../lines/cells.ts';
import {rateText} from '../lines/figures.ts';
import {besideEachOther, blankLine, type Line, lineCells, span, spread} from '../lines/line.ts';
import {sentenceRows} from '../lines/sentence-rows.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import {emptyLines, page, positionText, type Size, windowAround} from '../widgets/page.ts';
import {besideLines} from './home-beside.ts';
import {homeTable} from './home-table.ts';

/** Every service in one list, ranked by harm, and the selected one: in sentences beneath, or beside the list. */
export function homePanel(view: HomeView, size: Size, look: TerminalStyle): readonly Line[] {
	return page(view, size, room => {
		const {beside} = view;
		const summary = (position: SafeText) => summaryLine(view, position, room.columns);
		if (view.empty !== null) return [summary(positionOf(view, 0, 0)), ...emptyLines(view.empty, room.columns)];
		if (beside !== null) return [summary(safe``), ...wide(view, beside, {...room, rows: room.rows - 1}, look)];
		const explained = size.rows < 12 || view.explained === null ? [] : explainedLines(view.explained, room);
		if (explained.length === 0) {
			const {lines, position} = tableOf(view, {...room, rows: room.rows - 1});
			return [summary(position), ...lines];
		}
		const {lines, position} = tableOf(view, {...room, rows: room.rows - 2 - explained.length});
		return [summary(safe``), ...lines, ...explained, positionLine(position, room.columns)];
	});
}

/** Columns of what stands beside the list, its rule included. */
function besideColumns(columns: number): number {
	return Math.max(58, Math.floor(columns * 0.36));
}

function wide(
	view: HomeView,
	beside: NonNullable<HomeView['beside']>,
	room: Size,
	look: TerminalStyle,
): readonly Line[] {
	const right = besideColumns(room.columns);
	const left = room.columns - right;
	const {lines, position} = tableOf(view, {columns: left - 1, rows: room.rows - 1});
	const list = [...lines, positionLine(position, left)];
	const shown = besideLines(beside, {columns: right - 2, rows: room.rows}, look);
	return besideEachOther(
		[
			{lines: list, width: left},
			{lines: Array.from({length: room.rows}, (): Line => [span(safe`│ `, 'border')]), width: 2},
			{lines: shown.slice(0, room.rows), width: right - 2},
		],
		0,
	);
}

/** The heading and as many rows as fit, filled up to the room's height. */
function tableOf(view: HomeView, room: Size): {readonly lines: readonly Line[]; readonly position: SafeText} {
	const {shown, from} = windowAround(view.rows, Math.max(1, room.rows - 1));
	const table = homeTable({rows: shown, sort: view.sort}, room.columns);
	const blank = Array.from({length: Math.max(0, room.rows - table.length)}, (): Line => blankLine);
	return {lines: [...table, ...blank], position: positionOf(view, from, shown.length)};
}

function positionOf(view: HomeView, from: number, shown: number): SafeText {
	// Nothing was counted where a text stands in place of the rows.
	if (view.empty !== null) return safe``;
	const position = positionText(view.offset + from, shown, view.total);
	if (position !== '') return safe`services ${position}`;
	return view.total === 1 ? safe`1 service` : safe`${view.total} services`;
}

function positionLine(position: SafeText, columns: number): Line {
	return spread([], [span(safe`${position} `, 'dim')], columns);
}

/** `3 HURT USERS ~530 failed/min   4 wait for you   2 moving   41 quiet` */
export function summaryLine(
	view: Pick<HomeView, 'summary' | 'range' | 'unmatchedSeries'>,
	position: SafeText,
	columns: number,
): Line {
	const {summary} = view;
	const [first, ...others] = [...hurtSpans(summary), ...releaseSpans(summary)];
	const left = first ? [first, ...fitting(others, columns - lineCells([first]))] : [];
	const notes = [
		span(safe`${view.range} `, 'dim'),
		...(position === '' ? [] : [span(safe`${position}  `, 'dim')]),
		...(view.unmatchedSeries > 0 ? [span(safe`${view.unmatchedSeries} series unmatched  `, 'dim')] : []),
	];
	// Counts are worth more than the notes at the right.
	return spread(left, fitting(notes, columns - lineCells(left) - 1).toReversed(), columns);
}

/** The first parts for which there is room, whole: half of a count is no count. */
function fitting(parts: Line, columns: number): Line {
	const tooMany = parts.findIndex((_, at) => lineCells(parts.slice(0, at + 1)) > columns);
	return tooMany < 0 ? parts : parts.slice(0, tooMany);
}

function hurtSpans({hurt}: Summary): Line {
	if (hurt === 'unknown') return [span(safe` who hurts users is not known`, 'warning')];
	const slower = hurt.slower === 0 ? [] : [span(safe`   ${hurt.slower} slower`, 'warning')];
	if (hurt.count === 0 && hurt.slower > 0) return slower;
	if (hurt.count === 0) return [span(safe` nothing hurts users more than usual`, 'text')];
	const rate = safe`~${rateText(hurt.failedPerMinute)} failed/min`;
	return [
		span(safe` ${hurt.count} ${hurt.count === 1 ? safe`HURTS` : safe`HURT`} USERS`, 'critical'),
		span(safe` ${rate}`, 'critical'),
		...slower,
	];
}

function releaseSpans({hurt, releases, isPart}: Summary): Line {
	if (releases === null) return [];
	const shown = (count: number) => (isPart ? safe`${count}+` : safe`${count}`);
	const part = (text: SafeText, meaning: Meaning) => span(safe`   ${text}`, meaning);
	const {waiting, moving, quiet} = releases;
	const verb = waiting === 1 ? safe`waits` : safe`wait`;
	return [
		part(safe`${shown(waiting)} ${verb} for you`, waiting > 0 ? 'warning' : 'text'),
		part(safe`${shown(moving)} moving`, moving > 0 ? 'moving' : 'text'),
		// A row that nobody measures now is not known to be quiet.
		...(hurt === 'unknown' ? [] : [part(safe`${shown(quiet)} quiet`, 'text')]),
	];
}

/** A rule with the row's name, and what perch says of it on as many lines as there is room for. The last sentence says
 * what goes back: it keeps a line of its own. */
function explainedLines(explained: Explained, room: Size): readonly Line[] {
	const limit = room.rows < 18 ? 2 : room.rows < 28 ? 3 : 4;
	const width = room.columns - 2;
	const {sentences, glyph, tone} = explained;
	let left = limit;
	const rows = sentences.flatMap((sentence, at): readonly Line[] => {
		const text = at === 0 && glyph !== '' ? safe`${glyph} ${sentence}` : sentence;
		const kept = sentenceRows(text, width, Math.max(1, left - (sentences.length - 1 - at)));
		left -= kept.length;
		return kept.map(row => [span(safe` ${row}`, at === 0 && tone !== 'quiet' ? tone : 'text')]);
	});
	return [ruleLine(explained, room.columns), ...rows.slice(0, limit)];
}

/** `─ web/search  4.2.0 → 4.3.0 ───── argo ─` */
function ruleLine({name, versions, controller}: Explained, columns: number): Line {
	const title: Line = [
		span(safe`─ `, 'border'),
		span(truncateMiddle(name, Math.floor(columns / 2)), 'title'),
		...(versions === '' ? [] : [span(safe`  ${truncateMiddle(versions, Math.floor(columns / 3))}`, 'canary')]),
		span(safe` `),
	];
	const by: Line = controller === '' ? [] : [span(safe` ${controller}`, 'dim'), span(safe` ─`, 'border')];
	const right = lineCells(title) + lineCells(by) < columns ? by : [];
	const rule = columns - lineCells(title) - lineCells(right);
	return [...title, span(repeated(safe`─`, rule), 'border'), ...right];
}
