import {expect, test} from 'vitest';
import {binomialInterval} from '../../source/statistics/binomial-interval.ts';

test.each([
	// 1 − 0.975^(1/20), and the chance at which at most one of twenty has 2.5 %: Clopper and Pearson's tables.
	[1, 20, 0.001265, 0.248733],
	// 1 − 0.025^(1/n) where nothing was seen.
	[0, 20, 0, 0.168433],
	[20, 20, 0.831567, 1],
	[0, 1, 0, 0.975],
])('%d of %d lies between %f and %f', (count, trials, low, high) => {
	const interval = binomialInterval(count, trials);
	expect(interval.low).toBeCloseTo(low, 5);
	expect(interval.high).toBeCloseTo(high, 5);
});

test('of nothing nothing is known', () => {
	expect(binomialInterval(0, 0)).toEqual({low: 0, high: 1});
});
