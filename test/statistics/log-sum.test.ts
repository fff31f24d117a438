import {expect, test} from 'vitest';
import {logMean, logSum} from '../../source/statistics/log-sum.ts';

const nothing = Number.NEGATIVE_INFINITY;

test.each([
	[Math.log(2), Math.log(3), Math.log(5)],
	[1_000, 1_000, 1_000 + Math.log(2)],
	[-1_000, 5, 5],
	[nothing, 5, 5],
	[nothing, nothing, nothing],
])('of the logarithms %d and %d the sum has the logarithm %d', (one, other, sum) => {
	expect(logSum(one, other)).toBeCloseTo(sum, 12);
	expect(logSum(other, one)).toBeCloseTo(sum, 12);
});

test('a mean of logarithms neither overflows nor is lost beside a larger one', () => {
	expect(logMean([Math.log(1), Math.log(3)])).toBeCloseTo(Math.log(2), 12);
	expect(logMean([2_000, 2_000])).toBe(2_000);
	expect(logMean([nothing, 0])).toBeCloseTo(-Math.log(2), 12);
	expect(logMean([nothing, nothing])).toBe(nothing);
});
