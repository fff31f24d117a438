import {describe, expect, test} from 'vitest';
import {compareInstants, parseInstant} from '../../source/domain/instant.ts';
import {logText} from '../../source/domain/log-line.ts';

describe('the text of a line', () => {
	test.each([
		['\u001b[32minfo\u001b[39m: ready', 'info: ready'],
		['\u001b[38;5;8mgrey\u001b[0m', 'grey'],
		['\u001b[38;2;8;8;8mgrey\u001b[0m', 'grey'],
		['\u001b[38;5;208;1morange\u001b[m', 'orange'],
		['a\tb', 'a       b'],
		['ends with a return\r', 'ends with a return'],
		['10%\r20%', '10%^M20%'],
		['日本語 🚨', '日本語 🚨'],
	])('%j is %j', (raw, shown) => {
		expect(logText(raw)).toBe(shown);
	});

	test.each([
		['\u001b[8mhidden\u001b[28m', '^[[8mhidden'],
		['\u001b[1;8mhidden', '^[[1;8mhidden'],
		['\u001b[2Jcleared', '^[[2Jcleared'],
		['\u001b]0;title\u0007', '^[]0;title^G'],
		[`\u001b[${'1;'.repeat(40)}mtext`, `^[[${'1;'.repeat(40)}mtext`],
		['bidi \u202e gnp', 'bidi \\u202e gnp'],
	])('%j keeps visible what would hide something', (raw, shown) => {
		expect(logText(raw)).toBe(shown);
	});

	test('is cut where it is very long, and says by how much', () => {
		const text = logText('x'.repeat(20_000));
		expect(text).toMatch(/^x+…\(\+11808\)$/);
	});
});

describe('the time of a line', () => {
	test('keeps nine digits, and is the same instant in any offset', () => {
		const utc = parseInstant('2026-11-29T02:41:12.123456789Z');
		const local = parseInstant('2026-11-29T04:41:12.123456789+02:00');
		expect(utc).toEqual(local);
		expect(utc?.nanos).toBe(123_456_789);
	});

	test('orders lines within a millisecond', () => {
		const [one, other] = ['1', '10000001'].map(fraction => parseInstant(`2026-11-29T02:41:12.${fraction}Z`));
		if (!one || !other) throw new Error('no times');
		expect(compareInstants(one, other)).toBeLessThan(0);
	});

	test.each(['', 'yesterday', '2026-11-29', '2026-11-29T02:41:12'])('%j is none', text => {
		expect(parseInstant(text)).toBeNull();
	});
});
