import {expect, test} from 'vitest';
import {slopeOf} from './support/slope.ts';

// Anscombe, Graphs in Statistical Analysis (1973), the first of the four sets: slope 0.5001, standard error 0.1179; t is
// 2.262 with nine degrees of freedom.
const anscombe = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
const at = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];

test('a slope is that of least squares, with its interval of 95 %', () => {
	const slope = slopeOf(anscombe.map((y, index) => ({x: at[index] ?? 0, y})));
	expect(slope.perUnit).toBeCloseTo(0.5001, 4);
	expect(slope.halfWidth).toBeCloseTo(2.262 * 0.1179, 3);
});

test('fewer than four points have no slope', () => {
	expect(() => slopeOf([{x: 0, y: 0}])).toThrow('four points');
});
