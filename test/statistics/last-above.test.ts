import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {lastAbove} from '../../source/statistics/last-above.ts';

describe('the last argument at which a falling function is above a level', () => {
	test('is found for lines, steep ones and steps', () => {
		const slope = fc.double({min: 0.01, max: 1e6, noNaN: true});
		const crossing = fc.double({min: -0.99, max: 0.99, noNaN: true});
		const kinds = fc.constantFrom(
			(distance: number) => -distance,
			(distance: number) => -Math.sinh(Math.max(-50, Math.min(50, distance))),
			(distance: number) => Math.min(4, -distance),
			(distance: number) => (distance <= 0 ? 1 : -1),
			(distance: number) => (distance < 0.5 ? -distance : Number.NEGATIVE_INFINITY),
		);
		fc.assert(
			fc.property(slope, crossing, kinds, (steepness, at, kind) => {
				const valueAt = (argument: number) => 3 + kind((argument - at) * steepness);
				const found = lastAbove({valueAt, from: -1, to: 1}, 3);
				expect(found).toBeCloseTo(at, 8);
				expect(valueAt(found ?? Number.NaN)).toBeGreaterThanOrEqual(3);
			}),
			{numRuns: 500},
		);
	});

	test('is the end where it never falls below, and none where it never is above', () => {
		expect(lastAbove({valueAt: () => 5, from: -1, to: 1}, 5)).toBe(1);
		expect(lastAbove({valueAt: () => 5, from: -1, to: 1}, 6)).toBeNull();
		expect(lastAbove({valueAt: () => Number.NaN, from: -1, to: 1}, 0)).toBeNull();
	});

	test('takes few evaluations, even where the function falls very far', () => {
		let count = 0;
		const valueAt = (argument: number) => {
			count += 1;
			return 40 * Math.log(0.013 / argument) - 1e5 * Math.max(0, argument - 0.1);
		};
		expect(lastAbove({valueAt, from: 0.0005, to: 1}, 5)).toBeCloseTo(0.013 * Math.exp(-5 / 40), 9);
		expect(count).toBeLessThan(40);
	});
});
