import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {ComparisonRow, ComparisonView} from '../../engine/screens/release/comparison-rows.ts';
import {cells, padEnd, padStart, truncateEnd} from '../lines/cells.ts';
import {fitLine, type Line, lineCells, span} from '../lines/line.ts';

/** Facts do not spread on wide terminals, so that both ends of a row can be read together. */
export const widestFacts = 100;

// A sign repeats the meaning of a mark's colour.
const signs = {
	critical: safe`✖ `,
	warning: safe`⚠ `,
	good: safe``,
	moving: safe``,
	quiet: safe``,
} satisfies Record<ComparisonRow['tone'], string>;

const labelCells = 9;
const leastMarkCells = 12;

/** Stable and canary side by side, marked where the canary is worse, and the period of both measurements. */
export function comparisonLines(view: ComparisonView, columns: number): readonly Line[] {
	const width = sideCells(view, columns);
	const heads: Line = [
		span(padEnd(safe``, labelCells)),
		span(padStart(headOf(view.stable, safe`stable`, width), width), 'stable'),
		span(padStart(headOf(view.canary, safe`canary`, width), width), 'canary'),
	];
	const noted: Line = [...heads, span(safe`  ${view.window}`, 'dim')];
	const heading = lineCells(noted) <= columns ? noted : heads;
	const left = columns - labelCells - 2 * width - Math.max(...view.rows.map(({note}) => cells(note)));
	const marked = Math.max(...view.rows.map(row => cells(markOf(row)))) + 2;
	// Notes stand below each other, further right where there is room.
	const marks = Math.max(marked, Math.min(leastMarkCells, left));
	return [heading, ...view.rows.map(row => rowLine(row, {width, marks, columns}))].map(line =>
		lineCells(line) <= columns ? line : fitLine(line, columns),
	);
}

/** Both figures and both versions fit, as far as there is room. */
function sideCells({stable, canary, rows}: ComparisonView, columns: number): number {
	const figures = rows.flatMap(row => [cells(row.stable), cells(row.canary)]);
	const wanted = Math.max(cells(stable) + 9, cells(canary) + 9, 2 + Math.max(...figures));
	// The verdict stays whole, whatever the versions are called.
	const widestMark = Math.max(4, ...rows.map(row => cells(markOf(row))));
	const most = Math.min(22, Math.floor((columns - labelCells - widestMark) / 2));
	return Math.max(8, Math.min(most, Math.max(14, wanted)));
}

/** The role stays whole; a version that is too long is cut. */
function headOf(tag: SafeText, role: SafeText, width: number): SafeText {
	const room = width - 2 - cells(role) - 1;
	return room < 4 || tag === '' ? role : safe`${truncateEnd(tag, room)} ${role}`;
}

/** A note that would be cut is left out. */
function rowLine(
	row: ComparisonRow,
	{width, marks, columns}: {readonly width: number; readonly marks: number; readonly columns: number},
): Line {
	const {label, stable, canary, mark, note, tone} = row;
	const figures: Line = [
		span(padEnd(safe`  ${label}`, labelCells), 'dim'),
		span(padStart(truncateEnd(stable, width - 1), width)),
		span(padStart(truncateEnd(canary, width - 1), width), mark === '' ? 'text' : tone),
	];
	const noted: Line = [
		...figures,
		span(padEnd(markOf(row), marks), tone),
		span(note, mark === '' && tone !== 'quiet' ? tone : 'dim'),
	];
	return note !== '' && lineCells(noted) <= columns ? noted : [...figures, span(markOf(row), tone)];
}

function markOf({mark, tone}: ComparisonRow): SafeText {
	return mark === '' ? mark : safe`  ${signs[tone]}${mark}`;
}
