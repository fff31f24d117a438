import {describe, expect, test} from 'vitest';
import {bursts, factor, poisson} from '../../tools/simulate/draws.ts';
import {randomOf} from '../../tools/simulate/random.ts';

const draws = 40_000;

/** Mean and variance of what is drawn, in standard errors from what they should be. */
function off(draw: () => number, expected: {readonly mean: number; readonly variance: number}) {
	const drawn = Array.from({length: draws}, draw);
	const mean = drawn.reduce((sum, value) => sum + value, 0) / draws;
	const squares = drawn.map(value => (value - mean) ** 2);
	const variance = squares.reduce((sum, square) => sum + square, 0) / draws;
	const spread = Math.sqrt(squares.reduce((sum, square) => sum + (square - variance) ** 2, 0) / draws);
	return {
		mean: Math.abs(mean - expected.mean) / Math.sqrt(expected.variance / draws),
		variance: Math.abs(variance - expected.variance) / (spread / Math.sqrt(draws)),
	};
}

function expectNear(found: {readonly mean: number; readonly variance: number}) {
	expect(found.mean).toBeLessThan(4);
	expect(found.variance).toBeLessThan(4);
}

describe('what is drawn has the mean and the variance that it should have', () => {
	// Inversion, both sides of where rejection begins, and rejection.
	test.each([0.003, 0.5, 3.6, 9.99, 10, 11, 75, 712, 140_000])('Poisson counts, mean %d', mean => {
		const random = randomOf(`poisson ${mean}`);
		expectNear(off(() => poisson(random, mean), {mean, variance: mean}));
	});

	test.each([
		[0.4, 5],
		[71, 5],
		[20, 1.5],
	])('bursts, mean %d, size %d', (mean, size) => {
		const random = randomOf(`bursts ${mean}`);
		expectNear(off(() => bursts(random, {mean, size}), {mean, variance: mean * (2 * size - 1)}));
	});

	test.each([0.1, 0.3, 0.6])('factors, deviation %d', deviation => {
		const random = randomOf(`factor ${deviation}`);
		expectNear(off(() => factor(random, deviation), {mean: 1, variance: deviation ** 2}));
	});
});

test('Poisson counts are whole, and have the chances that they should have', () => {
	const random = randomOf('chances');
	const [mean, seen] = [12, new Map<number, number>()];
	for (let index = 0; index < draws; index++) {
		const count = poisson(random, mean);
		seen.set(count, (seen.get(count) ?? 0) + 1);
	}
	let chance = Math.exp(-mean);
	for (let count = 0; count < 30; count++) {
		const expected = chance * draws;
		expect(Math.abs((seen.get(count) ?? 0) - expected)).toBeLessThan(4.5 * Math.sqrt(expected) + 3);
		chance *= mean / (count + 1);
	}
	expect([...seen.keys()].every(Number.isInteger)).toBe(true);
});

test('where nothing is expected nothing is drawn', () => {
	expect(poisson(randomOf('none'), 0)).toBe(0);
	expect(factor(randomOf('none'), 0)).toBe(1);
});

test('a sequence depends on its seed alone, and even near seeds have nothing in common', () => {
	const first = (seed: string) => {
		const random = randomOf(seed);
		return Array.from({length: 50}, random);
	};
	expect(first('run 1')).toEqual(first('run 1'));
	const [one, other] = [new Set(first('run 1')), first('run 2')];
	expect(other.filter(value => one.has(value))).toEqual([]);
	expect(other.every(value => value >= 0 && value < 1)).toBe(true);
});
