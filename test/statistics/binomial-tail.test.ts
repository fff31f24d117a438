import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {binomialTail} from '../../source/statistics/binomial-tail.ts';

/** The sum over all outcomes, by Pascal's rule. */
function byOutcomes(trials: number, chance: number, successes: number): number {
	let chances = [1];
	for (let trial = 0; trial < trials; trial++) {
		chances = [...chances, 0].map((none, count) => none * (1 - chance) + (chances[count - 1] ?? 0) * chance);
	}
	return chances.slice(Math.max(0, successes)).reduce((sum, value) => sum + value, 0);
}

describe('the chance of at least so many successes', () => {
	test('is the sum over all outcomes', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 0, max: 60}),
				fc.double({min: 0, max: 1, noNaN: true}),
				fc.integer({min: -1, max: 61}),
				(trials, chance, successes) => {
					expect(binomialTail({trials, chance}, successes)).toBeCloseTo(byOutcomes(trials, chance, successes), 9);
				},
			),
		);
	});

	test('is a number for many trials, at both ends', () => {
		expect(binomialTail({trials: 100_000, chance: 0.5}, 40_000)).toBeCloseTo(1, 9);
		expect(binomialTail({trials: 100_000, chance: 0.5}, 50_000)).toBeCloseTo(0.50126, 4);
		expect(binomialTail({trials: 100_000, chance: 0.5}, 60_000)).toBe(0);
	});
});
