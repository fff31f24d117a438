import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {quickStringWidth} from '../../tools/build/quick-string-width.ts';

const pieces = fc.constantFrom('a', ' ', '│', '▂', '⠊', '·', '→', '…', '\u001b[31m', '\u001b[1;38;5;16m', '\u001b[0m');
const texts = fc.array(fc.oneof({weight: 5, arbitrary: pieces}, fc.string({unit: 'grapheme', maxLength: 2})));

test('quickStringWidth measures every text as string-width does, coloured or not', () => {
	fc.assert(fc.property(texts, parts => quickStringWidth(parts.join('')) === stringWidth(parts.join(''))));
	expect(quickStringWidth('\u001b[31m日本│\u001b[39m')).toBe(5);
});
test('quickStringWidth leaves calls with options to string-width', () => {
	expect(quickStringWidth('\u001b[31ma', {countAnsiEscapeCodes: true})).toBe(
		stringWidth('\u001b[31ma', {countAnsiEscapeCodes: true}),
	);
	expect(quickStringWidth('\u001b[31ma')).toBe(1);
});
