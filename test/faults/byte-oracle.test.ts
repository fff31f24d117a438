import {expect, test} from 'vitest';
import {colourSequences, foreignSequences} from '../journeys/support/byte-oracle.ts';
import {vectors} from './support/hostile.ts';

test('the byte oracle passes everything that perch draws with', () => {
	const own =
		'\u001b[?1049h\u001b[?25l\u001b[2J\u001b[3;1H\u001b[1;31m✖ WORSE\u001b[0m ⢸ é 🚀\r\n\u001b[K\u001b[?25h\u001b[?1049l';
	expect(foreignSequences(Buffer.from(own))).toEqual([]);
});

test.each([
	['an OSC', '\u001b]52;c;AAAA\u0007'],
	['a DCS', '\u001bPq\u001b\\'],
	['a C1 control', 'a\u009b2J'],
	['a mode that is not perch’s', '\u001b[?1003h'],
	['a scroll region', '\u001b[1;5r'],
	['a bell', 'a\u0007'],
	['text that runs backwards', 'a\u202eb'],
	['text without width', 'a\u200bb'],
])('the byte oracle catches %s', (_, text) => {
	expect(foreignSequences(Buffer.from(text))).not.toEqual([]);
});

test('the byte oracle catches raw hostile strings, but for those that only use what perch uses too', () => {
	const caught = vectors.filter(({text}) => foreignSequences(Buffer.from(text.toWellFormed())).length > 0);
	expect(caught.length).toBeGreaterThan(50);
	expect(caught.length).toBeLessThan(vectors.length);
});

test('the byte oracle tells colours from bold, dim and underline', () => {
	expect(colourSequences(Buffer.from('\u001b[1m\u001b[2m\u001b[4m\u001b[0m'))).toEqual([]);
	for (const colour of ['\u001b[31m', '\u001b[1;31m', '\u001b[7m', '\u001b[38;5;9m', '\u001b[97m', '\u001b[41m']) {
		expect(colourSequences(Buffer.from(colour))).toEqual([colour]);
	}
});
