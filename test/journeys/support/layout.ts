import {expect} from 'vitest';
import type {Sre} from './sre.ts';

/** Expects no row wider than the screen, every box closed on the right as on the left, and keys in the last row. */
export function expectWhole({terminal}: Sre, columns: number): void {
	const rows = terminal.rows();
	// Three boxes of equal width may leave one or two columns empty.
	const last = (row: string) => row.trimEnd().slice(columns - 3);
	const faults = rows.flatMap((row, at) => {
		if (terminal.isWrapped(at)) return [`row ${at} is over the width`];
		const isBoxed = /^[│┌└]/.test(row) && !row.includes('╮') && !/[╭╰│] {2}?│/.test(row);
		return isBoxed && !/[│┐┘]$/.test(last(row)) ? [`row ${at} has no right border`] : [];
	});
	expect(faults, rows.join('\n')).toEqual([]);
	expect(rows[0], rows.join('\n')).not.toBe('');
	expect(rows.at(-1), rows.join('\n')).toMatch(/\? help|\? back|esc|· \? *$/);
}
