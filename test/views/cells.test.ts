import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {line, safe} from '../../source/domain/text/safe-text.ts';
import {cells, truncateEnd, truncateMiddle, wrap} from '../../source/views/lines/cells.ts';

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

	test('marks the place of the cut', () => {
		expect(truncateEnd(safe`checkout`, 5)).toBe('chec…');
		expect(truncateMiddle(safe`checkout-6d5f9c7b8-x2x9k`, 11)).toBe('check…x2x9k');
		expect(truncateEnd(line('再起動'), 4)).toBe('再…');
		expect(truncateEnd(safe`whole`, 5)).toBe('whole');
	});

	test('leaves the slash between namespace and name, and something of both', () => {
		const long = line('team-commerce-experience-platform/checkout-orchestration-service-v2-blue');
		expect(truncateMiddle(long, 22)).toBe('tea…orm/checkou…2-blue');
		expect(truncateMiddle(long, 12)).toBe('te…/chec…lue');
		expect(truncateMiddle(line(`shop/${'checkout-'.repeat(28)}x`), 22)).toBe('shop/checkout…eckout-x');
		expect(truncateMiddle(line(`${'n'.repeat(63)}/web`), 22)).toBe(`nnnnnnnnn…nnnnnnnn/web`);
		expect(truncateMiddle(line(`shop/${'再起動'.repeat(20)}`), 22)).toBe('shop/再起動再…動再起動');
		fc.assert(
			fc.property(
				fc.integer({min: 1, max: 63}),
				fc.integer({min: 1, max: 253}),
				fc.integer({min: 5, max: 60}),
				(...all) => {
					const [namespace, name, width] = all;
					const cut = truncateMiddle(line(`${'a'.repeat(namespace)}/${'b'.repeat(name)}`), width);
					expect(cut).toMatch(/^a+[a…]*\/b+[b…]*$/);
					expect(cells(cut)).toBe(Math.min(width, namespace + 1 + name));
				},
			),
		);
	});

	test('leaves the arrow between two versions', () => {
		const versions = line('2.8.1-rc.10-gcafebabe → 2.9.0-rc.1-gdeadbeef-dirty');
		expect(truncateMiddle(versions, 26)).toBe('2.8…abe → 2.9.0-rc…f-dirty');
		expect(truncateMiddle(line('registry.example/a/b:1.0.0-very-long'), 16)).toContain('/');
	});
});

describe('wrapping', () => {
	test('keeps every character, and makes no row too wide', () => {
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
