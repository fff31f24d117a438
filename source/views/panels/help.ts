import {safe} from '../../domain/safe-text.ts';
import type {HelpView} from '../../engine/select/help.ts';
import {cells, padEnd} from '../lines/cells.ts';
import {besideEachOther, blankLine, type Line, span} from '../lines/line.ts';
import {page, type Size} from '../widgets/page.ts';

/** Every key that does something, in as many columns as fit. */
export function helpPanel(view: HelpView, size: Size): readonly Line[] {
	return page(view, size, room => {
		const blocks = view.sections.map(section => sectionLines(section));
		const count = Math.max(1, Math.min(blocks.length, Math.floor(room.columns / columnCells)));
		const width = Math.floor((room.columns - (count - 1) * gap) / count);
		return besideEachOther(
			inColumns(blocks, count).map(lines => ({lines, width})),
			gap,
		);
	});
}

const columnCells = 38;
const gap = 2;

function sectionLines(section: HelpView['sections'][number]): readonly Line[] {
	const keyCells = Math.max(...section.keys.map(({key}) => cells(key)), 5);
	const rows = section.keys.map(({key, text}) => [span(safe`   ${padEnd(key, keyCells)}  `, 'key'), span(text)]);
	return [[span(safe` ${section.title}`, 'title')], ...rows, blankLine];
}

/** Each section goes whole into the column that is shortest so far. */
function inColumns(blocks: readonly (readonly Line[])[], count: number): readonly (readonly Line[])[] {
	const columns: Line[][] = Array.from({length: count}, () => []);
	for (const block of blocks) {
		const shortest = columns.reduce((best, column) => (column.length < best.length ? column : best));
		shortest.push(...block);
	}
	return columns;
}
