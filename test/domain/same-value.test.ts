import fc from 'fast-check';
import {expect, test} from 'vitest';
import {sameValue} from '../../source/domain/same-value.ts';

test('a copy is the same value', () => {
	fc.assert(
		fc.property(fc.jsonValue(), value => {
			expect(sameValue(value, structuredClone(value))).toBe(true);
		}),
	);
});

test.each([
	[{a: 1}, {a: 2}],
	[{a: 1}, {a: 1, b: undefined}],
	[{a: undefined}, {b: undefined}],
	[[1, 2], [1]],
	[[], {}],
	[{a: [{b: null}]}, {a: [{b: 0}]}],
	[null, {}],
	['1', 1],
])('%j and %j differ', (one, other) => {
	expect(sameValue(one, other)).toBe(false);
	expect(sameValue(other, one)).toBe(false);
});

test('an ignored key may differ at any depth, but both values must have it', () => {
	const ignored = new Set(['version']);
	expect(sameValue([{at: {version: 1, name: 'a'}}], [{at: {version: 2, name: 'a'}}], ignored)).toBe(true);
	expect(sameValue([{at: {version: 1, name: 'a'}}], [{at: {version: 1, name: 'b'}}], ignored)).toBe(false);
	expect(sameValue({version: 1}, {}, ignored)).toBe(false);
});
