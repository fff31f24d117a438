import {expect} from 'vitest';
import type {Sre} from './sre.ts';

/** Waits until the screen is whole: a size that changed back may reach perch a second late. */
export async function seesWhole(sre: Sre, columns: number): Promise<void> {
	await sre.terminal.until(() => faultsOf(sre, columns).length === 0, 'no row is over the width or open');
	expectWhole(sre, columns);
}

/** Expects no row wider than the screen, every box closed on the right as on the left, and keys in the last row. */
export function expectWhole(sre: Sre, columns: number): void {
	const rows = sre.terminal.rows();
	expect(faultsOf(sre, columns), rows.join('\n')).toEqual([]);
	expect(rows[0], rows.join('\n')).not.toBe('');
	expect(rows.at(-1), rows.join('\n')).toMatch(/\? help|\? back|esc|· \? *$/);
}

function faultsOf({terminal}: Sre, columns: number): readonly string[] {
	// Three boxes of equal width may leave one or two columns empty.
	const last = (row: string) => row.trimEnd().slice(columns - 3);
	return terminal.rows().flatMap((row, at) => {
		if (terminal.isWrapped(at)) return [`row ${at} is over the width`];
		const isBoxed = /^[│┌└]/.test(row) && !row.includes('╮') && !/[╭╰│] {2}?│/.test(row);
		return isBoxed && !/[│┐┘]$/.test(last(row)) ? [`row ${at} has no right border`] : [];
	});
}
