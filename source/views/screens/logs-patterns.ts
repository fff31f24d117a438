import {safe} from '../../domain/text/safe-text.ts';
import type {PatternRow, PatternsView} from '../../engine/screens/logs/logs-patterns.ts';
import {padStart, truncateEnd} from '../lines/cells.ts';
import {blankLine, type Line, lineCells, span} from '../lines/line.ts';
import type {Size} from '../widgets/page.ts';

/** One line in place of the closed panel; none where there is nothing to open it for. */
export function patternSummary({summary, rows, hasFindings}: PatternsView, columns: number): readonly Line[] {
	const [first] = rows;
	if (!hasFindings || !first) return [];
	const head = span(safe` + ${summary}: `, 'canary');
	const hint = span(safe` (d shows)`, 'dim');
	// Half a key is no hint: where there is no room for it, the pattern takes it.
	const left = columns - lineCells([head]);
	const hasRoom = left >= leastPatternCells + lineCells([hint]);
	const pattern = truncateEnd(first.pattern, Math.max(0, hasRoom ? left - lineCells([hint]) : left));
	return [[head, span(pattern), ...(hasRoom ? [hint] : [])]];
}

const leastPatternCells = 12;

/** The open panel: each pattern with its counts, and one line of it. */
export function patternLines(view: PatternsView, room: Size): readonly Line[] {
	const title = span(
		safe` ${view.hasFindings ? safe`+` : safe`·`} ${view.summary}`,
		view.hasFindings ? 'canary' : 'title',
	);
	const basis = view.basis === '' ? [] : [span(safe` · ${view.basis}`, 'dim')];
	const isOneLine = lineCells([title, ...basis]) <= room.columns;
	const heading: readonly Line[] = isOneLine ? [[title, ...basis]] : [[title], [span(safe`   ${view.basis}`, 'dim')]];
	const notes = view.notes.map((text): Line => [span(safe`   ${text}`, 'dim')]);
	const rows = view.rows.flatMap(row => patternRows(row, room.columns));
	const left = room.rows - heading.length - 1;
	const body = [...(view.rows.length === 0 ? [] : [headLine(view)]), ...rows, ...notes];
	return [...heading, ...cutTo(left, body, view.rows.length), blankLine];
}

/** The lines that fit, and how many patterns do not. Each pattern takes two lines, under the heading. */
function cutTo(left: number, body: readonly Line[], patternCount: number): readonly Line[] {
	const shown = Math.ceil(Math.max(0, left - 2) / 2);
	if (body.length <= left || shown >= patternCount) return body.slice(0, left);
	const hidden = patternCount - shown;
	const text = hidden === 1 ? safe`1 more pattern does not fit` : safe`${hidden} more patterns do not fit`;
	return [...body.slice(0, left - 1), [span(safe`   ${text}`, 'dim')]];
}

const countWidth = 7;

function headLine({columns}: PatternsView): Line {
	return [
		span(safe` ${padStart(truncateEnd(columns.canary, countWidth), countWidth)} `, 'canary'),
		span(safe`${padStart(truncateEnd(columns.stable, countWidth), countWidth)} `, 'stable'),
		span(safe` pattern, and its newest line`, 'dim'),
	];
}

function patternRows(row: PatternRow, columns: number): readonly Line[] {
	const indent = 2 * countWidth + 4;
	const ratio = row.kind === 'atStart' ? safe`at start: ` : row.ratio === null ? safe`` : safe`${row.ratio}: `;
	return [
		[
			span(safe` ${padStart(row.canary, countWidth)} `, 'canary'),
			span(
				safe`${padStart(row.kind === 'atStart' ? safe`?` : row.stable, countWidth)} `,
				row.kind === 'moreInCanary' ? 'stable' : 'dim',
			),
			span(
				safe` ${truncateEnd(safe`${ratio}${row.pattern}`, Math.max(8, columns - indent))}`,
				row.kind === 'atStart' ? 'text' : 'title',
			),
		],
		[span(padStart(safe``, indent)), span(truncateEnd(row.sample, Math.max(8, columns - indent)), 'dim')],
	];
}
