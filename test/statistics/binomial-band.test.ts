import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {binomialBand, contradictsWeight} from '../../source/statistics/binomial-band.ts';
import type {Interval} from '../../source/statistics/compare-proportions.ts';

describe('the band', () => {
	// Computed once with exact fractions: the widest tails that hold at most 0.5 % each.
	test.each([
		[1, 0.5, 0, 1],
		[10, 0.5, 1, 9],
		[50, 0.1, 0, 11],
		[100, 0.2, 10, 31],
		[100, 0.01, 0, 4],
		[300, 0.25, 56, 95],
		[1_000, 0.2, 168, 233],
		[1_000, 0.99, 981, 997],
		[2_000, 0.05, 76, 126],
	])('of %i requests at a weight of %f is %i to %i', (requests, ratio, low, high) => {
		const band = known(binomialBand(ratio, requests));
		expect([Math.round(band.low * requests), Math.round(band.high * requests)]).toEqual([low, high]);
	});
	test('lets no request arrive at a weight of 0, and demands every request at 1', () => {
		expect(binomialBand(0, 500)).toEqual({low: 0, high: 0});
		expect(binomialBand(1, 500)).toEqual({low: 1, high: 1});
	});
	test('neither overflows nor vanishes for ten million requests', () => {
		const band = known(binomialBand(0.3, 10_000_000));
		const deviation = Math.sqrt((0.3 * 0.7) / 10_000_000);
		expect((0.3 - band.low) / deviation).toBeCloseTo(2.5758, 2);
		expect((band.high - 0.3) / deviation).toBeCloseTo(2.5758, 2);
	});
	test.each([
		[0.2, 0],
		[0.2, 0.4],
		[0.2, Number.NaN],
		[0.2, Number.POSITIVE_INFINITY],
		[Number.NaN, 100],
		[-0.1, 100],
		[1.1, 100],
	])('of a weight of %f and %f requests is unknown', (ratio, requests) => {
		expect(binomialBand(ratio, requests)).toBe('unknown');
		expect(contradictsWeight(ratio, {requests, toVersion: 0})).toBe('unknown');
	});
	test('holds the weight, and mirrors that of the other version', () => {
		fc.assert(
			fc.property(fc.double({min: 0, max: 1, noNaN: true}), fc.integer({min: 1, max: 50_000}), (ratio, requests) => {
				const band = known(binomialBand(ratio, requests));
				const oneRequest = 1 / requests + 1e-12;
				expect(band.low).toBeLessThanOrEqual(ratio + oneRequest);
				expect(band.high).toBeGreaterThanOrEqual(ratio - oneRequest);
				expect(band.low).toBeGreaterThanOrEqual(0);
				expect(band.high).toBeLessThanOrEqual(1);
				const mirrored = known(binomialBand(1 - ratio, requests));
				expect(Math.abs(1 - mirrored.high - band.low)).toBeLessThanOrEqual(oneRequest);
				expect(Math.abs(1 - mirrored.low - band.high)).toBeLessThanOrEqual(oneRequest);
			}),
		);
	});
});

describe('observed against configured', () => {
	test.each([
		[0.2, 100, 20, false],
		[0.2, 100, 10, false],
		[0.2, 100, 9, true],
		[0.2, 100, 31, false],
		[0.2, 100, 32, true],
		[0.2, 10_000, 2_100, false],
		[0.2, 10_000, 2_200, true],
		[0, 1_000, 0, false],
		[0, 1_000, 1, true],
		[1, 1_000, 1_000, false],
		[0.2, 99.7, 20.4, false],
	])('a weight of %f, and of %f requests %f to the version, contradict: %s', (ratio, requests, toVersion, expected) => {
		expect(contradictsWeight(ratio, {requests, toVersion})).toBe(expected);
	});
});

function known(band: Interval | 'unknown'): Interval {
	if (band === 'unknown') throw new Error('expected a band');
	return band;
}
