import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {EventRow, EventsView} from '../../engine/screens/objects/events.ts';
import {joinTexts, truncateMiddle, wrap} from '../lines/cells.ts';
import {type Line, selectedLine, span} from '../lines/line.ts';
import {type Cell, type Column, cell, tableLines} from '../lines/table.ts';
import {emptyLines, page, positionText, type Size} from '../widgets/page.ts';

/** What happened to one release, the newest first; the open row is shown whole. */
export function eventsPanel(view: EventsView, size: Size): readonly Line[] {
	return page(
		view,
		size,
		room => {
			if (view.empty !== null) return emptyLines(view.empty, room.columns);
			const note = noteLines(view, room.columns);
			const [heading = [], ...lines] = tableLines(view.rows, columnsOf(room.columns), room.columns);
			const height = Math.max(1, room.rows - note.length - 2);
			const blocks = view.rows.map((row, at) => [
				lines[at] ?? [],
				...(row.isOpen ? wholeLines(row, room.columns) : []),
			]);
			const shown = aroundSelected(
				blocks,
				view.rows.findIndex(row => row.isSelected),
				height,
			);
			const where = positionText(view.from + shown.from, shown.count, view.total);
			return [...note, heading, ...shown.lines, [span(safe` ${where}`, 'dim')]];
		},
		[span(truncateMiddle(view.name, Math.floor(size.columns / 2)), 'title'), span(safe`  events`, 'dim')],
	);
}

/** A long text takes all the room that is left, so that on a wide terminal names get theirs first. */
function columnsOf(width: number): readonly Column<EventRow>[] {
	const isWide = width >= 120;
	const isNarrow = width < 80;
	return [
		{title: safe`TIME UTC`, cell: ({at}) => cell(at, 'dim'), align: 'left', min: 8, max: 16, rank: 0},
		{
			title: safe`SOURCE`,
			cell: ({source}) => cell(isWide ? source : shortSource(source), 'dim'),
			align: 'left',
			min: isWide ? 21 : isNarrow ? 8 : 7,
			max: 24,
			rank: 3,
		},
		{
			title: safe`OBJECT`,
			cell: ({shortObject}) => cell(shortObject),
			align: 'left',
			min: isWide ? 26 : isNarrow ? 14 : 16,
			max: 42,
			rank: 2,
			cut: 'middle',
		},
		{title: safe`WHAT`, cell: whatOf, align: 'left', min: 24, max: 400, rank: 0},
	];
}

/** `rollouts` of `rollouts-controller`. */
function shortSource(source: SafeText): SafeText {
	return source.replace(/-controller$/, '') as SafeText;
}

/** A warning begins with its reason; the end of a calm message holds its figure: `from 2 to 3`. */
function whatOf({count, text, tone}: EventRow): Cell {
	const parts = [tone === null ? safe`` : marks[tone], count, text];
	const shown = joinTexts(
		parts.filter(part => part !== ''),
		safe` `,
	);
	return {text: shown, meaning: tone ?? 'text', cut: tone === null ? 'middle' : 'end'};
}

const marks = {warning: safe`⚠ warning`, critical: safe`✖ failed`} as const;

function noteLines({note}: EventsView, width: number): readonly Line[] {
	if (note === null) return [];
	const isWarning = note.tone === 'warning';
	const text = isWarning ? safe` ⚠ ${note.text}` : safe` ${note.text}`;
	return wrap(text, width).map(row => [span(row, isWarning ? 'warning' : 'dim')]);
}

/** Everything that the row's one line may have cut. */
function wholeLines({source, object, count, period, wholeText}: EventRow, width: number): readonly Line[] {
	const happened = joinTexts(
		[count, period].filter(part => part !== ''),
		safe` `,
	);
	const head = joinTexts(
		[object, safe`by ${source}`, happened].filter(part => part !== ''),
		safe` · `,
	);
	const rows: readonly SafeText[] = [...wrap(safe`    ${head}`, width), ...wrap(safe`    ${wholeText}`, width)];
	return rows.map((row, at) => (at === 0 ? selectedLine([span(row, 'dim')]) : [span(row)]));
}

/** The lines of the blocks that fit, the selected block whole if it can be. */
function aroundSelected(blocks: readonly (readonly Line[])[], selected: number, height: number) {
	const ends = blocks.map((_, at) => blocks.slice(0, at + 1).reduce((sum, block) => sum + block.length, 0));
	const end = ends[selected] ?? 0;
	const start = end - (blocks[selected]?.length ?? 0);
	const offset = Math.min(start, Math.max(0, end - height));
	const lines = blocks.flat().slice(offset, offset + height);
	const from = ends.findIndex(one => one > offset);
	const count = ends.filter((one, at) => one > offset && one - (blocks[at]?.length ?? 0) < offset + height).length;
	return {lines, from: Math.max(0, from), count};
}
