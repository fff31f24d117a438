import type {SafeText} from '../../domain/text/safe-text.ts';
import {cells, graphemes} from './cells.ts';

/** PromQL in rows of `width` cells, all of it: it breaks where PromQL allows white space, so that the rows can be
 * pasted. `isBroken` where a string is longer than a row: its parts must be joined after pasting. */
export function wrapQuery(
	promql: SafeText,
	width: number,
): {readonly rows: readonly SafeText[]; readonly isBroken: boolean} {
	const rows: string[] = [];
	let row = '';
	let isBroken = false;
	for (const token of promql.match(tokens) ?? []) {
		if (cells(row) + cells(token) <= width) {
			row += token;
			continue;
		}
		if (row.trim() !== '') rows.push(row);
		row = '';
		// A blank between two tokens is not needed at a row's end.
		for (const sign of graphemes(token.trim() === '' ? '' : token)) {
			if (cells(row) + cells(sign) > width && row !== '') {
				isBroken = true;
				rows.push(row);
				row = '';
			}
			row += sign;
		}
	}
	if (row !== '') rows.push(row);
	return {rows: rows as SafeText[], isBroken};
}

/** A string, a name or a number with what closes it; brackets of a range stay with their content. */
const tokens = /(?:"(?:[^"\\]|\\.)*"?|\[[^\]]*\]?|[^\s",(){}[\]]+)[,)}]*|[({]|[,)}\]]|\s+/g;
