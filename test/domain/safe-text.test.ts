import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {asciiOnly, block, escapeSpans, ident, line, safe} from '../../source/domain/text/safe-text.ts';

const modes = {ident, line, block} as const;
type Mode = keyof typeof modes;
// Read as text: a bundler's JSON import rejects the lone surrogates in it.
const vectors = JSON.parse(readFileSync(new URL('../fixtures/hostile-strings.json', import.meta.url), 'utf8')) as [
	id: string,
	mode: Mode,
	input: string,
	expected: string,
][];
const everyMode = Object.keys(modes) as readonly Mode[];

describe('hostile strings', () => {
	test('are 92, the whole collection', () => {
		expect(vectors).toHaveLength(92);
	});
	test.each(vectors)('%s (%s) becomes the expected text', (_id, mode, input, expected) => {
		expect(modes[mode](input)).toBe(expected);
	});
	test.each(vectors)('%s is safe in every mode', (_id, _mode, input) => {
		for (const mode of everyMode) expectSafe(modes[mode](input), mode);
	});
	test('hide no text that follows or precedes them', () => {
		for (const [, mode, input] of vectors) {
			expect(modes[mode](`${input}MARKER`)).toContain('MARKER');
			expect(modes[mode](`MARKER${input}`)).toContain('MARKER');
		}
	});
});

describe('caps', () => {
	test.each([
		['ident', 512],
		['line', 4_096],
		['block', 65_536],
	] as const)('%s shows %i units and says how many it left out', (mode, maxUnits) => {
		expect(modes[mode]('A'.repeat(maxUnits))).toBe('A'.repeat(maxUnits));
		expect(modes[mode]('A'.repeat(maxUnits + 904))).toBe(`${'A'.repeat(maxUnits)}…(+904)`);
	});
	test('the note counts units of the input, and a cap never cuts an escape in two', () => {
		expect(ident(`${'A'.repeat(511)}\u001b[2J`)).toBe(`${'A'.repeat(511)}…(+4)`);
		expect(ident('\u202e'.repeat(100))).toBe(`${'\\u202e'.repeat(85)}…(+15)`);
	});
	test('a text that only imitates the note of a cap is escaped like any other', () => {
		expect(ident('prod…(+5)')).toBe('prod\\u2026(+5)');
		expect(line(`${'\u001b'.repeat(4_090)}…(+5)`)).not.toContain('\u001b');
	});
});

describe('properties', () => {
	const cases = everyMode.flatMap(mode => [
		[mode, 'any unicode', anyText()] as const,
		[mode, 'terminal sequences', sequences()] as const,
		[mode, 'text around the cap', aroundTheCap(mode)] as const,
	]);
	test.each(cases)('%s of %s is safe, idempotent and total', (mode, _kind, texts) => {
		fc.assert(
			fc.property(texts, text => {
				const once = modes[mode](text);
				expectSafe(once, mode);
				expect(modes[mode](once)).toBe(once);
			}),
		);
	});
	test.each(everyMode)('%s keeps printable ASCII as it is', mode => {
		fc.assert(fc.property(fc.string({unit: 'grapheme-ascii', maxLength: 500}), text => modes[mode](text) === text));
	});
	test('a cached answer equals a fresh one after the cache was filled over and over', () => {
		const hostile = '\u001b]52;c;AAAA';
		const before = line(hostile);
		for (let index = 0; index < 10_000; index += 1) line(`\u001b${index}`);
		expect(line(hostile)).toBe(before);
	});
	test.each([undefined, null, 7, {toString: () => '\u001b'}, Object.create(null), Symbol('x')])(
		'a value that is no string (%#) does not throw',
		value => {
			for (const mode of everyMode) expectSafe(modes[mode](value as unknown as string), mode);
		},
	);
});

describe('helpers', () => {
	test('safe joins our words with safe values', () => {
		expect(safe`promote ${ident('cart\u001b')} to ${40} %`).toBe('promote cart^[ to 40 %');
	});
	test('asciiOnly makes JSON that reads back as the same value', () => {
		fc.assert(
			fc.property(anyText(), text => {
				const json = asciiOnly(JSON.stringify({text}));
				expect(json).toMatch(/^[ -~]*$/);
				expect(JSON.parse(json)).toEqual({text});
			}),
		);
	});
	test('asciiOnly keeps the lines of a screen', () => {
		expect(asciiOnly('a → b\n│')).toBe('a \\u2192 b\n\\u2502');
	});
	test('escapeSpans finds every escape and the note of a cap', () => {
		const text = line(`a\u001b[2Jb\u202ec\u{e0065}d\ud83d${'x'.repeat(5_000)}`);
		const found = escapeSpans(text).map(({start, end}) => text.slice(start, end));
		expect(found).toEqual(['^[', '\\u202e', '\\u{e0065}', '\ufffd', expect.stringMatching(/^…\(\+\d+\)$/)]);
	});
	test('escapeSpans finds nothing in ordinary text', () => {
		expect(escapeSpans(line('x^2 costs 5 \\ € …'))).toEqual([]);
	});
});

/** States the rule a second time, by the characters that must not occur. */
function expectSafe(text: string, mode: Mode): void {
	expect(text.isWellFormed()).toBe(true);
	const withoutLineFeeds = mode === 'block' ? text.replaceAll('\n', '') : text;
	expect(withoutLineFeeds).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u);
	expect(withoutLineFeeds.replaceAll(' ', '')).not.toMatch(/\p{Zs}/u);
	expect(text).not.toMatch(/\p{M}{5}/u);
	expect(text).not.toMatch(/^\p{M}/mu);
	if (mode === 'ident') expect(text.replace(/…\(\+\d+\)$/, '')).toMatch(/^[ -~]*$/);
}

function anyText(): fc.Arbitrary<string> {
	const unit = fc.oneof(fc.integer({min: 0, max: 0xffff}), fc.integer({min: 0, max: 0x10ffff}));
	return fc.array(unit, {maxLength: 200}).map(codes => codes.map(code => String.fromCodePoint(code)).join(''));
}

function sequences(): fc.Arbitrary<string> {
	const parts = [
		'\u001b',
		'\u009b',
		'[',
		']',
		'0;31',
		'm',
		';',
		':',
		'?25h',
		'\r',
		'\n',
		'\t',
		'\u0301',
		'\ufffd',
		'a',
		'日',
		'…',
	];
	return fc.array(fc.constantFrom(...parts), {maxLength: 80}).map(chosen => chosen.join(''));
}

function aroundTheCap(mode: Mode): fc.Arbitrary<string> {
	const capUnits = {ident: 512, line: 4_096, block: 65_536}[mode];
	const tail = fc.oneof(anyText(), sequences(), fc.constant('…(+7)'), fc.constant('\u{10ffff}'.repeat(12)));
	return fc
		.tuple(
			fc.integer({min: capUnits - 20, max: capUnits}),
			fc.constantFrom('A', '…'),
			tail,
			fc.constantFrom('', '…(+3)'),
		)
		.map(([length, filler, end, note]) => filler.repeat(length) + end + note);
}
