import fc from 'fast-check';
import {expect, test} from 'vitest';
import {line, safe} from '../../source/domain/text/safe-text.ts';
import {type Line, overlay, span} from '../../source/views/lines/line.ts';
import {plainLine} from '../../source/views/lines/paint.ts';
import {looks} from '../frames/look.ts';

const drawn = (lines: readonly Line[], columns: number) => lines.map(row => plainLine(row, columns, looks.noColour));

test('nothing stands beside a dialog: no half of HELD, of FLAGS or of a figure', () => {
	const behind = Array.from({length: 5}, () => [span(safe`HELD 12,345 requests                 FLAGS 98.7`)]);
	const box = ['+-----------------------------------------+', '| BACK TO 1.0.0                           |'];
	const lines = drawn(
		overlay(
			behind,
			box.map(text => [span(line(text))]),
			47,
		),
		47,
	);
	expect(lines[0]).toBe('HELD 12,345 requests                 FLAGS 98.7');
	expect(lines[1]).toBe(`  ${box[0]}`);
	expect(lines[2]).toBe(`  ${box[1]}`);
	expect(lines[3]).toBe(lines[0]);
});

test('every row of a screen is either whole or the dialog alone, whatever stands there', () => {
	const texts = fc.string({unit: 'grapheme', maxLength: 90}).map(text => line(text));
	fc.assert(
		fc.property(texts, fc.integer({min: 4, max: 80}), fc.integer({min: 80, max: 90}), (text, width, columns) => {
			const box = [[span(line('#'.repeat(width)))]];
			const base = Array.from({length: 3}, () => [span(text)]);
			const lines = drawn(overlay(base, box, columns), columns);
			expect(lines[1]?.trim()).toBe('#'.repeat(width));
			expect([lines[0], lines[2]]).toEqual([drawn(base, columns)[0], drawn(base, columns)[0]]);
		}),
	);
});
