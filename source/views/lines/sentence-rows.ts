import type {SafeText} from '../../domain/text/safe-text.ts';
import {truncateEnd, wrap} from './cells.ts';

/** Wraps perch's own words to at most `limit` rows, the last of which is cut where there is more. The dot between two
 * facts is left out where a row ends or begins: there the break parts them. */
export function sentenceRows(
	text: SafeText,
	width: number,
	limit: number = Number.POSITIVE_INFINITY,
): readonly SafeText[] {
	const rows = wrap(text, width);
	const whole = rows.length > limit ? rows.slice(0, limit - 1) : rows;
	const rest = rows
		.slice(whole.length)
		.map((row, at) => (at === 0 ? row : row.trimStart()))
		.join(' ') as SafeText;
	const shown = rest === '' ? whole : [...whole, truncateEnd(rest, width)];
	return shown.map(unhung).filter(row => row.trim() !== '' || shown.length === 1);
}

/** In ASCII the dot is a hyphen. */
function unhung(row: SafeText): SafeText {
	return row.replace(/ [·-]$/, '').replace(/^( *)[·-] /, '$1') as SafeText;
}
