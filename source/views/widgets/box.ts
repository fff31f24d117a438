import {safe} from '../../domain/text/safe-text.ts';
import {repeated} from '../lines/cells.ts';
import {fitLine, type Line, lineCells, span} from '../lines/line.ts';

/** Lines in a border, with a title in the upper edge. */
export function boxed(title: Line, lines: readonly Line[], width: number): readonly Line[] {
	const inner = width - 4;
	const heading = lineCells(title) > titleCells(width) ? fitLine(title, titleCells(width)) : title;
	const rule = repeated(safe`─`, width - 5 - lineCells(heading));
	return [
		[span(safe`╭ `, 'border'), ...heading, span(safe` ${rule}─╮`, 'border')],
		...lines.map(line => [span(safe`│ `, 'border'), ...fitLine(line, inner), span(safe` │`, 'border')]),
		[span(safe`╰${repeated(safe`─`, width - 2)}╯`, 'border')],
	];
}

/** The cells for a title in the edge of a box. */
export function titleCells(width: number): number {
	return width - 6;
}
