import {safe} from '../../domain/text/safe-text.ts';
import type {HelpView} from '../../engine/screens/help/help.ts';
import {helpCells, helpColumns, helpPlaces} from '../../engine/screens/help/help-layout.ts';
import {padEnd, wrap} from '../lines/cells.ts';
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

function allLines({sections}: HelpView, columns: number): readonly Line[] {
	const {count, width} = helpColumns(sections, columns);
	const blocks = sections.map(section => sectionLines(section, width));
	const places = helpPlaces(
		blocks.map(({length}) => length),
		count,
	);
	const inColumn = (at: number) => blocks.filter((_, of) => places[of] === at).flat();
	return besideEachOther(
		Array.from({length: count}, (_, at) => ({lines: inColumn(at), width})),
		gap,
	);
}

function sectionLines(section: HelpView['sections'][number], width: number): readonly Line[] {
	const cells = helpCells(section, width);
	const rows = section.keys.flatMap(({key, text}) =>
		wrap(text, cells.text).map((row, index) => [
			span(safe`   ${padEnd(index === 0 ? key : safe``, cells.key)}  `, 'key'),
			span(row),
		]),
	);
	return [[span(safe` ${section.title}`, 'title')], ...rows, blankLine];
}
