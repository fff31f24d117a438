import {expect, test} from 'vitest';
import {compareProportions} from '../../source/statistics/compare-proportions.ts';
import {measuredDifference} from '../../source/statistics/measured-difference.ts';

test('figures that are the same differ by nothing, in whichever order they were added up', () => {
	const added = [0.1, 0.2, 0.3].reduce((sum, one) => sum + one, 0);
	const other = [0.3, 0.2, 0.1].reduce((sum, one) => sum + one, 0);
	expect(added - other).not.toBe(0);
	expect(measuredDifference(added, other)).toBe(0);
	expect(measuredDifference(other, added)).toBe(0);
	expect(measuredDifference(0, 0)).toBe(0);
});

test('a small difference of two figures stays what it is', () => {
	expect(measuredDifference(185.711, 185.71)).toBeCloseTo(0.001, 9);
	expect(measuredDifference(0.0010001, 0.001)).toBeCloseTo(1e-7, 12);
	expect(measuredDifference(0, 2)).toBe(-2);
});

test('two versions that fail alike differ by neither more nor less', () => {
	const compared = compareProportions({failures: 0.03, requests: 30}, {failures: 0.1 + 0.2, requests: 300});
	expect(compared).toMatchObject({difference: 0});
});
