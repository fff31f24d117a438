import {safe} from '../../domain/safe-text.ts';
import type {Scrolled} from '../../engine/screens/scroll.ts';
import {type Line, span} from '../lines/line.ts';
import type {Size} from './page.ts';

/** A part of a long text, each row over as many lines as it takes, and where it stands where there is more. */
export function scrolledText<Row>(
	{rows, from, total, isAtEnd}: Scrolled<Row>,
	room: Size,
	draw: (row: Row, columns: number) => readonly Line[],
): readonly Line[] {
	const all = rows.flatMap(row => draw(row, room.columns));
	if (from === 0 && rows.length === total && all.length <= room.rows) return all;
	const height = Math.max(1, room.rows - 1);
	const lines = isAtEnd ? all.slice(Math.max(0, all.length - height)) : all.slice(0, height);
	const where = isAtEnd ? safe`the end, line ${total}` : safe`from line ${from + 1} of ${total}`;
	return [...lines, [span(safe` ${where} · j k pgdn pgup g G`, 'dim')]];
}
