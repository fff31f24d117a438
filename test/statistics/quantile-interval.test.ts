import {expect, test} from 'vitest';
import {quantileInterval} from '../../source/statistics/quantile-interval.ts';

const infinity = Number.POSITIVE_INFINITY;

test('a quantile has no interval without a bucket to infinity, or with too few requests', () => {
	expect(quantileInterval([{upperMs: 5, cumulative: 1_000}], {quantile: 0.5, phi: 1})).toBeNull();
	expect(quantileInterval([{upperMs: infinity, cumulative: 1_000}], {quantile: 0.5, phi: 1})).toBeNull();
	expect(quantileInterval([], {quantile: 0.5, phi: 1})).toBeNull();
	const counts = [
		{upperMs: 5, cumulative: 58},
		{upperMs: infinity, cumulative: 59},
	];
	expect(quantileInterval(counts, {quantile: 0.95, phi: 1})).not.toBeNull();
	expect(quantileInterval(counts, {quantile: 0.95, phi: 1.1})).toBeNull();
});
