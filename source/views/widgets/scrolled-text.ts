import {safe} from '../../domain/text/safe-text.ts';
import type {ScrollAt, Scrolled} from '../../engine/screens/scroll.ts';
import {type Line, span} from '../lines/line.ts';
import type {Size} from './page.ts';

/** A screen's long text as lines, and what always stands above it. */
export interface LongText {
	readonly top: readonly Line[];
	readonly lines: readonly Line[];
}

/** The lines that have room, and where they stand where there are more. */
export function scrolledText({top, lines}: LongText, at: ScrollAt, room: Size): readonly Line[] {
	const height = roomFor({top, lines}, room);
	if (lines.length <= height) return [...top, ...lines];
	const last = lines.length - height;
	const from = at === 'end' ? last : Math.min(at, last);
	const end = from + height;
	const where = end === lines.length ? safe`the end, line ${end}` : safe`lines ${from + 1}–${end} of ${lines.length}`;
	return [...top, ...lines.slice(from, end), [span(safe` ${where} · j k pgdn pgup g G`, 'dim')]];
}

/** How many of the lines have room; one less where a last one says where they stand. */
export function roomFor({top, lines}: LongText, {rows}: Size): number {
	const room = Math.max(1, rows - top.length);
	return lines.length <= room ? room : Math.max(1, room - 1);
}

const drawn = new WeakMap<readonly unknown[], {readonly columns: number; readonly lines: readonly Line[]}>();

/** Each row over as many lines as it takes. The lines are kept for as long as the rows stay the same: there may be
 * thousands of them. */
export function wrappedRows<Row>(
	{rows}: Scrolled<Row>,
	columns: number,
	draw: (row: Row, columns: number) => readonly Line[],
): readonly Line[] {
	const known = drawn.get(rows);
	if (known?.columns === columns) return known.lines;
	const lines = rows.flatMap(row => draw(row, columns));
	drawn.set(rows, {columns, lines});
	return lines;
}
