import {safe} from '../../domain/safe-text.ts';
import type {ComparisonRow, ComparisonView} from '../../engine/screens/comparison-rows.ts';
import {cells, padEnd, truncateEnd} from '../lines/cells.ts';
import {type Line, lineCells, span, spread} from '../lines/line.ts';

/** Facts do not spread on wide terminals, so that both ends of a row can be read together. */
export const widestFacts = 100;

// A sign repeats the meaning of a difference's colour.
const signs = {
	critical: safe`✖ `,
	warning: safe`⚠ `,
	good: safe``,
	moving: safe``,
	quiet: safe``,
} satisfies Record<ComparisonRow['tone'], string>;

/** Stable and canary side by side, their difference, and the window of both measurements. */
export function comparisonLines(view: ComparisonView, columns: number): readonly Line[] {
	const widths = {
		label: 7,
		stable: widthOf(view.rows.map(row => row.stable)),
		canary: widthOf(view.rows.map(row => row.canary)),
	};
	const head: Line = [
		span(padEnd(safe``, widths.label + 1)),
		span(padEnd(safe`stable`, widths.stable), 'stable'),
		span(padEnd(safe`canary`, widths.canary), 'canary'),
	];
	const difference: Line = columns < 70 ? [] : [span(safe`difference`, 'dim')];
	const heading = spread(
		[...head, ...difference],
		[span(safe`${view.window} `, 'dim')],
		Math.min(columns, widestFacts),
	);
	return [heading, ...view.rows.map(row => rowLine(row, widths, columns))];
}

function widthOf(texts: readonly ComparisonRow['stable'][]): number {
	return Math.min(26, Math.max(12, ...texts.map(text => cells(text))) + 2);
}

function rowLine(
	row: ComparisonRow,
	widths: {readonly label: number; readonly stable: number; readonly canary: number},
	columns: number,
): Line {
	const start: Line = [
		span(safe` ${padEnd(truncateEnd(row.label, widths.label - 1), widths.label)}`, 'dim'),
		span(padEnd(truncateEnd(row.stable, widths.stable - 1), widths.stable)),
		span(padEnd(truncateEnd(row.canary, widths.canary - 1), widths.canary)),
	];
	const difference = row.difference === '' ? row.difference : safe`${signs[row.tone]}${row.difference}`;
	return [...start, span(truncateEnd(difference, columns - lineCells(start)), row.tone)];
}
