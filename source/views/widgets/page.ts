import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {FooterView} from '../../engine/screens/footer.ts';
import type {HeaderView} from '../../engine/screens/header.ts';
import {blankLine, fitLine, type Line, lineCells, span} from '../lines/line.ts';
import {sentenceRows} from '../lines/sentence-rows.ts';
import {bannerLines} from './banners.ts';
import {footerLines} from './footer.ts';
import {headerLine} from './header.ts';

export interface Size {
	readonly columns: number;
	readonly rows: number;
}

interface Framed {
	readonly header: HeaderView;
	readonly footer: FooterView;
}

/** A screen between its header and its footer: exactly `size.rows` lines, the footer always on the last one. Of the
 * titles the longest that fits is shown; without one the program's name is. */
export function page(
	view: Framed,
	size: Size,
	body: (room: Size) => readonly Line[],
	...titles: readonly Line[]
): readonly Line[] {
	const {top, bottom, room} = around(view, size, titles);
	const lines = cutTo(room, body(room));
	const rest = Array.from({length: room.rows - lines.length}, () => blankLine);
	return [...top, ...lines, ...rest, ...bottom];
}

/** A sentence that has no room for its end must not read as a whole one. */
function cutTo({columns, rows}: Size, lines: readonly Line[]): readonly Line[] {
	const [last, next] = lines.slice(rows - 1);
	if (last === undefined || next === undefined || !isContinuing(next)) return lines.slice(0, rows);
	const cut = [...last, span(safe` …`, last.at(-1)?.meaning)];
	return [...lines.slice(0, rows - 1), lineCells(cut) <= columns ? cut : fitLine(cut, columns)];
}

/** Whether the line goes on with the fact before it: its place for a label, which is dim, is empty. */
function isContinuing([label, ...rest]: Line): boolean {
	return label !== undefined && rest.length > 0 && label.meaning === 'dim' && label.text.trim() === '';
}

/** What header, banners, message and footer leave for the body of a page. */
export function roomOf(view: Framed, size: Size): Size {
	return around(view, size, []).room;
}

function around(view: Framed, size: Size, titles: readonly Line[]) {
	const banners = bannerLines(view.header, size.rows >= 30 ? 4 : 2, size.columns);
	const bottom = footerLines(view.footer, size);
	const most = Math.max(1, size.rows - 1 - bottom.length);
	const top = [headerLine(view.header, titles, size.columns), ...banners].slice(0, most);
	return {top, bottom, room: {columns: size.columns, rows: size.rows - top.length - bottom.length}};
}

/** The text in place of rows: loading, empty, or forbidden. In at most so many rows, a blank one before it. */
export function emptyLines(text: SafeText, columns: number, rows: number = Number.POSITIVE_INFINITY): readonly Line[] {
	return [blankLine, ...sentenceRows(text, columns - 6, Math.max(1, rows - 1)).map(row => [span(safe`   ${row}`)])];
}

/** `1–20 of 55`; empty when everything is shown. */
export function positionText(offset: number, shown: number, total: number): SafeText {
	return total > shown ? safe`${offset + 1}–${offset + shown} of ${total}` : safe``;
}

/** At most `limit` rows: from the first one, unless the selected row would be out of sight, so that rows stay in
 * place while the selection moves. `from` is the index of the first shown row. */
export function windowAround<T extends {readonly isSelected: boolean}>(
	rows: readonly T[],
	limit: number,
): {readonly shown: readonly T[]; readonly from: number} {
	const selected = rows.findIndex(row => row.isSelected);
	const from = rows.length <= limit ? 0 : Math.max(0, selected - limit + 1);
	return {shown: rows.slice(from, from + limit), from};
}
