import {line, type SafeText} from '../domain/text/safe-text.ts';

/** Columns as wide as their longest cell, two blanks apart; the last one is not filled up. */
export function aligned(rows: readonly (readonly SafeText[])[]): readonly SafeText[] {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
	return rows.map(row =>
		line(row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')),
	);
}
