import {safe} from '../../domain/safe-text.ts';
import type {HelpView} from '../../engine/screens/help.ts';
import {cells, padEnd, wrap} from '../lines/cells.ts';
import {besideEachOther, blankLine, type Line, span} from '../lines/line.ts';
import {page, type Size} from '../widgets/page.ts';

/** All keys that do something; the list scrolls if it is longer than the terminal. */
export function helpPanel(view: HelpView, size: Size): readonly Line[] {
	return page(view, size, room => {
		const lines = allLines(view, room.columns);
		if (lines.length <= room.rows) return lines;
		const shown = Math.max(1, room.rows - 1);
		const offset = Math.min(view.offset, lines.length - shown);
		const below = lines.length - shown - offset;
		const hint = below > 0 ? safe` down: ${below} more lines` : safe` up: ${offset} lines above`;
		return [...lines.slice(offset, offset + shown), [span(hint, 'dim')]];
	});
}

const gap = 2;
const columnCells = 58;

function allLines(view: HelpView, columns: number): readonly Line[] {
	const count = Math.max(1, Math.min(view.sections.length, Math.floor(columns / columnCells)));
	const width = Math.floor((columns - (count - 1) * gap) / count);
	const blocks = view.sections.map(section => sectionLines(section, width));
	return besideEachOther(
		inColumns(blocks, count).map(lines => ({lines, width})),
		gap,
	);
}

function sectionLines(section: HelpView['sections'][number], width: number): readonly Line[] {
	const keyCells = Math.max(...section.keys.map(({key}) => cells(key)), 5);
	const rows = section.keys.flatMap(({key, text}) =>
		wrap(text, width - keyCells - 6).map((row, index) => [
			span(safe`   ${padEnd(index === 0 ? key : safe``, keyCells)}  `, 'key'),
			span(row),
		]),
	);
	return [[span(safe` ${section.title}`, 'title')], ...rows, blankLine];
}

/** Puts each whole section into the column that is shortest so far. */
function inColumns(blocks: readonly (readonly Line[])[], count: number): readonly (readonly Line[])[] {
	const columns: Line[][] = Array.from({length: count}, () => []);
	for (const block of blocks) {
		const shortest = columns.reduce((best, column) => (column.length < best.length ? column : best));
		shortest.push(...block);
	}
	return columns;
}
