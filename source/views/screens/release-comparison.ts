import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {ComparisonRow, ComparisonView} from '../../engine/screens/comparison-rows.ts';
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
	const heading: Line = [
		span(padEnd(safe``, labelCells)),
		span(padStart(headOf(view.stable, safe`stable`, width), width), 'stable'),
		span(padStart(headOf(view.canary, safe`canary`, width), width), 'canary'),
		span(safe`  ${view.window}`, 'dim'),
	];
	const marks = Math.max(leastMarkCells, ...view.rows.map(row => cells(markOf(row)) + 2));
	return [heading, ...view.rows.map(row => rowLine(row, width, marks))].map(line => fitted(line, columns));
}

/** A note that would be cut is left out. */
function fitted(line: Line, columns: number): Line {
	if (lineCells(line) <= columns) return line;
	const short = line.slice(0, -1);
	return lineCells(short) <= columns ? short : fitLine(line, columns);
}

/** Both figures and both versions fit, as far as there is room. */
function sideCells({stable, canary, rows}: ComparisonView, columns: number): number {
	const figures = rows.flatMap(row => [cells(row.stable), cells(row.canary)]);
	const wanted = Math.max(cells(stable) + 9, cells(canary) + 9, 2 + Math.max(...figures));
	const most = columns < 60 ? Math.floor((columns - labelCells - 4) / 2) : 22;
	return Math.max(8, Math.min(most, Math.max(14, wanted)));
}

/** The role stays whole; a version that is too long is cut. */
function headOf(tag: SafeText, role: SafeText, width: number): SafeText {
	const room = width - 2 - cells(role) - 1;
	return room < 4 || tag === '' ? role : safe`${truncateEnd(tag, room)} ${role}`;
}

function rowLine(row: ComparisonRow, width: number, marks: number): Line {
	const {label, stable, canary, mark, note, tone} = row;
	return [
		span(padEnd(safe`  ${label}`, labelCells), 'dim'),
		span(padStart(truncateEnd(stable, width - 1), width)),
		span(padStart(truncateEnd(canary, width - 1), width), mark === '' ? 'text' : tone),
		span(padEnd(markOf(row), marks), tone),
		span(note, mark === '' && tone !== 'quiet' ? tone : 'dim'),
	];
}

function markOf({mark, tone}: ComparisonRow): SafeText {
	return mark === '' ? mark : safe`  ${signs[tone]}${mark}`;
}
