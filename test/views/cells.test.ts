import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {line, safe} from '../../source/domain/safe-text.ts';
import {cells, padEnd, sliceCells, truncateEnd, truncateMiddle, wrap} from '../../source/views/lines/cells.ts';

const texts = fc.string({unit: 'grapheme', maxLength: 60}).map(text => line(text));
const widths = fc.integer({min: 0, max: 70});

describe('measuring', () => {
	test('takes as many cells as string-width says, also on the fast path', () => {
		for (const text of [
			'plain',
			'▁▂▇',
			'⣀⡠',
			'┆│┤',
			'–·→…≥',
			'再起動',
			'🚦',
			'é',
			'✖ WORSE',
			'‖ HELD',
			'▶ MOVING',
			'',
		]) {
			expect(cells(text)).toBe(stringWidth(text));
		}
		fc.assert(fc.property(texts, text => cells(text) === stringWidth(text)));
	});
});

describe('cutting', () => {
	test('never leaves more cells than asked for', () => {
		fc.assert(
			fc.property(texts, widths, (text, width) => {
				expect(cells(truncateEnd(text, width))).toBeLessThanOrEqual(width);
				expect(cells(truncateMiddle(text, width))).toBeLessThanOrEqual(width);
			}),
		);
	});

	test('says that it cut', () => {
		expect(truncateEnd(safe`checkout`, 5)).toBe('chec…');
		expect(truncateMiddle(safe`checkout-6d5f9c7b8-x2x9k`, 11)).toBe('check…x2x9k');
		expect(truncateEnd(line('再起動'), 4)).toBe('再…');
		expect(truncateEnd(safe`whole`, 5)).toBe('whole');
	});

	test('slices by cells; half of a wide character is a blank', () => {
		expect(sliceCells(line('再起動'), 1, 5)).toBe(' 起 ');
		fc.assert(
			fc.property(texts, widths, widths, (text, from, length) => {
				const padded = padEnd(text, from + length);
				expect(cells(sliceCells(padded, from, from + length))).toBe(length);
			}),
		);
	});
});

describe('wrapping', () => {
	test('keeps every sign and no row too wide', () => {
		fc.assert(
			fc.property(texts, fc.integer({min: 8, max: 30}), (text, width) => {
				const rows = wrap(text, width);
				for (const row of rows) expect(cells(row)).toBeLessThanOrEqual(width);
				expect(rows.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
			}),
		);
	});

	test('keeps the indent', () => {
		expect(wrap(safe`  "path": "/status/x"`, 12)).toEqual(['  "path":', '  "/status/x', '  "']);
	});
});
