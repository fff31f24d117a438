import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {WeightScale} from '../../source/releases/routes/route-kind.ts';
import {shareWeights} from '../../source/releases/routes/share-weights.ts';

const hundred: WeightScale = {total: 'hundred', decimals: 0, isSummedAsFloat32: false};
const kept: WeightScale = {total: 'kept', decimals: 0, isSummedAsFloat32: false};
const float32: WeightScale = {total: 'hundred', decimals: 2, isSummedAsFloat32: true};

const sum = (weights: readonly number[]) => weights.reduce((all, weight) => all + weight, 0);
const float32Sum = (weights: readonly number[]) =>
	weights.reduce((all, weight) => Math.fround(all + Math.fround(weight)), 0);

function shared(weights: readonly number[], at: number, percent: number, scale = hundred, heir: number | null = null) {
	const result = shareWeights({weights, at, percent, heir, scale});
	return result.ok ? result.value : result.error.reason;
}

describe('one destination has its percent, the others share the rest as they do', () => {
	test.each([
		['two', [90, 10], 1, 25, [75, 25]],
		['two, all of it', [90, 10], 1, 100, [0, 100]],
		['two, back from everything', [0, 100], 1, 0, [100, 0]],
		['three: the third keeps its part of the rest', [60, 10, 30], 1, 25, [50, 25, 25]],
		['three, which do not divide: the largest remainder is rounded up', [1, 1, 1], 0, 50, [50, 25, 25]],
		['three, an odd rest: the first of equals has more', [50, 0, 50], 1, 1, [50, 1, 49]],
		['relative weights come out of 100', [9, 1], 1, 10, [90, 10]],
	])('%s', (_, weights, at, percent, expected) => {
		expect(shared(weights, at, percent)).toEqual(expected);
	});

	test('a rest in which no destination has a part goes to the heir, and is refused without an heir', () => {
		expect(shared([0, 100, 0], 1, 40, hundred, 0)).toEqual([60, 40, 0]);
		expect(shared([0, 100, 0], 1, 40)).toBe('no other destination has a weight: which one takes the rest is not known');
	});
});

describe('a sum that is kept', () => {
	test('stays where it can express the percentage', () => {
		expect(shared([900, 100], 1, 25, kept)).toEqual([750, 250]);
		expect(shared([1, 1], 1, 50, kept)).toEqual([1, 1]);
	});

	test('is 100 where it cannot, where there is none, and where one weight would be above the limit', () => {
		expect(shared([1, 1], 1, 10, kept)).toEqual([90, 10]);
		expect(shared([0, 0], 1, 10, kept, 0)).toEqual([90, 10]);
		expect(shared([1_000_000, 1_000_000], 1, 100, kept)).toEqual([0, 100]);
		expect(shared([0.9, 0.1], 1, 50, kept)).toEqual([50, 50]);
	});
});

describe('sums of 32-bit floats', () => {
	test('write hundredths as they are meant', () => {
		expect(shared([90, 10], 1, 0.01, float32)).toEqual([99.99, 0.01]);
		expect(shared([90, 10], 1, 33.33, float32)).toEqual([66.67, 33.33]);
	});

	test('move a hundredth between the other weights where the plain parts miss 100', () => {
		expect(float32Sum([0.01, 65.66, 34.33])).not.toBe(100);
		const parts = shared([1, 6566, 3433], 0, 0.01, float32) as readonly number[];
		expect(parts).toEqual([0.01, 65.65, 34.34]);
		expect(float32Sum(parts)).toBe(100);
	});

	test('of two weights never miss 100', () => {
		for (let hundredths = 0; hundredths <= 10_000; hundredths += 1) {
			expect(float32Sum(shared([90, 10], 1, hundredths / 100, float32) as readonly number[])).toBe(100);
		}
	});
});

const weightsAndPlace = fc
	.array(fc.integer({min: 0, max: 1000}), {minLength: 2, maxLength: 5})
	.chain(weights => fc.tuple(fc.constant(weights), fc.nat({max: weights.length - 1})));

describe('whatever the weights are', () => {
	test.each([
		['hundred', hundred],
		['kept', kept],
	])('%s gives whole weights, a sum that is kept or 100, and exactly the percentage', (_, scale) => {
		fc.assert(
			fc.property(weightsAndPlace, fc.integer({min: 0, max: 100}), ([weights, at], percent) => {
				const heir = at === 0 ? 1 : 0;
				const result = shareWeights({weights, at, percent, heir, scale});
				if (!result.ok) throw new Error(result.error.reason);
				const parts = result.value;
				expect(parts).toHaveLength(weights.length);
				for (const part of parts) expect(Number.isInteger(part) && part >= 0).toBe(true);
				expect([sum(weights), 100]).toContain(sum(parts));
				if (scale === hundred) expect(sum(parts)).toBe(100);
				expect((parts[at] ?? 0) * 100).toBe(percent * sum(parts));
			}),
		);
	});

	test('the other weights keep their order of size, and a weight of 0 stays 0', () => {
		fc.assert(
			fc.property(weightsAndPlace, fc.integer({min: 0, max: 100}), ([weights, at], percent) => {
				const others = weights.map((_, index) => index).filter(index => index !== at);
				fc.pre(others.some(index => (weights[index] ?? 0) > 0));
				const parts = shared(weights, at, percent) as readonly number[];
				for (const one of others) {
					if (weights[one] === 0) expect(parts[one]).toBe(0);
					for (const other of others) {
						if ((weights[one] ?? 0) > (weights[other] ?? 0)) {
							expect(parts[one]).toBeGreaterThanOrEqual(parts[other] ?? 0);
						}
					}
				}
			}),
		);
	});

	test('float32 gives weights of 0 or at least 0.01, and a sum in list order of exactly 100', () => {
		let written = 0;
		fc.assert(
			fc.property(weightsAndPlace, fc.integer({min: 0, max: 10_000}), ([weights, at], hundredths) => {
				const heir = at === 0 ? 1 : 0;
				const result = shareWeights({weights, at, percent: hundredths / 100, heir, scale: float32});
				if (!result.ok) return;
				written += 1;
				expect(float32Sum(result.value)).toBe(100);
				for (const part of result.value) expect(part === 0 || (part >= 0.01 && part <= 100)).toBe(true);
				expect(result.value[at]).toBe(hundredths / 100);
			}),
			{numRuns: 500},
		);
		// A property over refusals alone would prove nothing.
		expect(written).toBeGreaterThan(450);
	});
});
