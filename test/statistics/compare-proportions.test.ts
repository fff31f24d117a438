import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	compareProportions,
	type Interval,
	separateWindows,
	type Tally,
	wilsonInterval,
} from '../../source/statistics/compare-proportions.ts';

test('counts overlapping windows once, and a gap as none', () => {
	const ends = (...seconds: readonly number[]) => seconds.map(at => ({atMs: at * 1_000, windowSeconds: 20}));
	expect(separateWindows(ends(20, 25, 30, 35))).toBe(1);
	expect(separateWindows(ends(20, 30, 40, 50, 60))).toBe(3);
	expect(separateWindows(ends(20, 300))).toBe(2);
	expect(separateWindows([])).toBe(0);
});

describe('published vectors', () => {
	test.each([
		[0, 50, 0, 0.071348],
		[1, 20, 0.008881, 0.236131],
		[12, 1_000, 0.006878, 0.020857],
	])('Wilson 95 %% of %i in %i', (failures, requests, low, high) => {
		const interval = known(wilsonInterval({failures, requests}));
		expect(interval.low).toBeCloseTo(low, 6);
		expect(interval.high).toBeCloseTo(high, 6);
	});
	test('Newcombe 95 % of 12 in 1,000 against 50 in 10,000', () => {
		const comparison = known(compareProportions({failures: 12, requests: 1_000}, {failures: 50, requests: 10_000}));
		expect(comparison.difference).toBeCloseTo(0.007, 12);
		expect(comparison.interval.low).toBeCloseTo(0.001638, 6);
		expect(comparison.interval.high).toBeCloseTo(0.015939, 6);
	});
	// Newcombe 1998, table II, method 10.
	test.each([
		[56, 70, 48, 80, 0.0524, 0.3339],
		[9, 10, 3, 10, 0.1705, 0.809],
		[10, 10, 0, 10, 0.6075, 1],
		[0, 10, 0, 10, -0.2775, 0.2775],
	])('Newcombe 95 %% of %i in %i against %i in %i', (canary, canaryRequests, stable, stableRequests, low, high) => {
		const {interval} = known(
			compareProportions({failures: canary, requests: canaryRequests}, {failures: stable, requests: stableRequests}),
		);
		expect(interval.low).toBeCloseTo(low, 4);
		expect(interval.high).toBeCloseTo(high, 4);
	});
});

describe('no traffic has no ratio', () => {
	const good = {failures: 1, requests: 10};
	test.each([
		{failures: 0, requests: 0},
		{failures: 0, requests: Number.NaN},
		{failures: Number.NaN, requests: 10},
		{failures: 0, requests: Number.POSITIVE_INFINITY},
		{failures: 0, requests: -1},
	])('%j', bad => {
		expect(wilsonInterval(bad)).toBe('noTraffic');
		expect(compareProportions(bad, good)).toBe('noTraffic');
		expect(compareProportions(good, bad)).toBe('noTraffic');
	});
});

describe('properties', () => {
	test('intervals hold the estimate and stay within what a ratio can be', () => {
		fc.assert(
			fc.property(tally(), tally(), (canary, stable) => {
				const wilson = known(wilsonInterval(canary));
				const ratio = canary.failures / canary.requests;
				expect(wilson.low).toBeGreaterThanOrEqual(0);
				expect(wilson.high).toBeLessThanOrEqual(1);
				expect(within(ratio, wilson)).toBe(true);
				const {difference, interval} = known(compareProportions(canary, stable));
				expect(within(difference, interval)).toBe(true);
				expect(interval.low).toBeGreaterThanOrEqual(-1 - 1e-12);
				expect(interval.high).toBeLessThanOrEqual(1 + 1e-12);
			}),
		);
	});
	test('the interval ends exactly at 0 or 1 where no request or every request failed', () => {
		fc.assert(
			fc.property(fc.integer({min: 1, max: 1_000_000}), requests => {
				expect(known(wilsonInterval({failures: 0, requests})).low).toBe(0);
				expect(known(wilsonInterval({failures: requests, requests})).high).toBe(1);
			}),
		);
	});
	test('exchanging the two versions turns the sign of the difference, and nothing else', () => {
		fc.assert(
			fc.property(tally(), tally(), (one, other) => {
				const there = known(compareProportions(one, other));
				const back = known(compareProportions(other, one));
				expect(back.difference).toBeCloseTo(-there.difference, 12);
				expect(back.interval.low).toBeCloseTo(-there.interval.high, 12);
				expect(back.interval.high).toBeCloseTo(-there.interval.low, 12);
			}),
		);
	});
	test('ten times the traffic at the same ratio narrows the interval', () => {
		fc.assert(
			fc.property(tally(), ({failures, requests}) => {
				const few = known(wilsonInterval({failures, requests}));
				const many = known(wilsonInterval({failures: failures * 10, requests: requests * 10}));
				expect(many.high - many.low).toBeLessThan(few.high - few.low);
			}),
		);
	});
	test('a version compared with itself is never called different', () => {
		fc.assert(
			fc.property(tally(), same => {
				expect(within(0, known(compareProportions(same, same)).interval)).toBe(true);
			}),
		);
	});
});

function tally(): fc.Arbitrary<Tally> {
	return fc
		.tuple(fc.integer({min: 1, max: 1_000_000}), fc.double({min: 0, max: 1, noNaN: true}))
		.map(([requests, share]) => ({requests, failures: Math.round(requests * share)}));
}

function within(value: number, {low, high}: Interval): boolean {
	return low <= value + 1e-12 && value - 1e-12 <= high;
}

function known<T>(value: T | 'noTraffic'): T {
	if (value === 'noTraffic') throw new Error('expected traffic');
	return value as T;
}
