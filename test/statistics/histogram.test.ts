import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Bucket} from '../../source/domain/signals/signals.ts';
import {
	drawnQuantile,
	histogramQuantile,
	minimumRequests,
	shareAbove,
	toldQuantile,
} from '../../source/statistics/histogram.ts';

const boundsMs = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, Number.POSITIVE_INFINITY];
const stable = buckets(boundsMs, [400, 1_800, 5_200, 8_200, 9_300, 9_800, 9_940, 9_985, 9_998, 10_000]);
const canary = buckets(boundsMs, [30, 150, 450, 740, 870, 945, 975, 990, 998, 1_000]);

describe('published vectors', () => {
	test.each([
		['stable', stable, 0.5, 24.117647],
		['stable', stable, 0.9, 86.363636],
		['stable', stable, 0.95, 160],
		['stable', stable, 0.99, 428.571429],
		['canary', canary, 0.5, 29.310345],
		['canary', canary, 0.9, 160],
		['canary', canary, 0.95, 291.666667],
		['canary', canary, 0.99, 1_000],
	])('a quantile of %s is as published (%#)', (_name, histogram, quantile, valueMs) => {
		const answer = histogramQuantile(histogram, quantile);
		expect(answer.kind === 'value' ? answer.valueMs : answer).toBeCloseTo(valueMs, 6);
	});
	test('the share above 250 ms is as published', () => {
		expect(shareAbove(canary, 250)).toBe(55 / 1_000);
		expect(shareAbove(stable, 250)).toBe(200 / 10_000);
	});
	test('the number of requests that a quantile needs is as published', () => {
		expect([0.5, 0.9, 0.95, 0.99].map(minimumRequests)).toEqual([5, 29, 59, 299]);
	});
});

describe('at the ends of the histogram', () => {
	test('a quantile among the slowest is above the last finite bound, not at it', () => {
		expect(histogramQuantile(canary, 0.999)).toEqual({kind: 'aboveLastBound', boundMs: 2_500});
		expect(histogramQuantile(canary, 0.998)).toEqual({kind: 'value', valueMs: 2_500});
	});
	test('the first bucket begins at zero', () => {
		expect(histogramQuantile(canary, 0.015)).toEqual({kind: 'value', valueMs: 2.5});
		expect(shareAbove(canary, 0)).toBe(1);
		expect(shareAbove(canary, 2.5)).toBeCloseTo(1 - 15 / 1_000, 12);
	});
	test('a quantile in a first bucket of 50 ms or more is told to be below its bound, and is drawn there', () => {
		const coarse = buckets([100, 300, Number.POSITIVE_INFINITY], [96, 99, 100]);
		expect(toldQuantile(coarse, 0.95)).toEqual({kind: 'belowFirstBound', boundMs: 100});
		expect(toldQuantile(coarse, 0.98)).toEqual(histogramQuantile(coarse, 0.98));
		expect([0.95, 0.98, 0.999].map(quantile => drawnQuantile(coarse, quantile))).toEqual([
			100,
			expect.closeTo(233.3, 1),
			300,
		]);
		const fine = buckets([49, 300, Number.POSITIVE_INFINITY], [96, 99, 100]);
		expect(toldQuantile(fine, 0.95)).toEqual(histogramQuantile(fine, 0.95));
	});
	test('a share above the last finite bound is unknown while requests lie up there', () => {
		expect(shareAbove(canary, 2_500)).toBe(2 / 1_000);
		expect(shareAbove(canary, 3_000)).toBe('unknown');
		expect(shareAbove(buckets([100, Number.POSITIVE_INFINITY], [7, 7]), 3_000)).toBe(0);
	});
	test('a share within a bucket is interpolated', () => {
		expect(shareAbove(canary, 375)).toBeCloseTo(1 - (945 + 15) / 1_000, 12);
	});
	test('a count that falls by rounding is taken as not falling', () => {
		const fell = buckets([10, 20, 30, Number.POSITIVE_INFINITY], [50, 100, 99.999_999, 100]);
		expect(histogramQuantile(fell, 0.999_999_5)).toMatchObject({kind: 'value'});
		expect(shareAbove(fell, 30)).toBe(0);
	});
});

describe('a histogram has neither quantile nor share, rather than zero, with', () => {
	test.each([
		['no buckets', []],
		['no requests', buckets([100, Number.POSITIVE_INFINITY], [0, 0])],
		['NaN counts', buckets([100, Number.POSITIVE_INFINITY], [Number.NaN, Number.NaN])],
		['infinite counts', buckets([100, Number.POSITIVE_INFINITY], [1, Number.POSITIVE_INFINITY])],
		['no bucket to infinity', buckets([100, 200], [5, 9])],
		['nothing but a bucket to infinity', buckets([Number.POSITIVE_INFINITY], [9])],
	])('%s', (_name, histogram) => {
		expect(histogramQuantile(histogram, 0.5)).toEqual({kind: 'noData'});
		expect(shareAbove(histogram, 50)).toBe('unknown');
	});
});

describe('properties', () => {
	test('a higher quantile is never faster', () => {
		fc.assert(
			fc.property(histograms(), quantiles(), quantiles(), (histogram, one, other) => {
				const [low, high] = [Math.min(one, other), Math.max(one, other)];
				expect(asMs(histogram, low)).toBeLessThanOrEqual(asMs(histogram, high) + 1e-9);
			}),
		);
	});
	test('the share of requests above a quantile is what the quantile leaves', () => {
		fc.assert(
			fc.property(histograms(), quantiles(), (histogram, quantile) => {
				const answer = histogramQuantile(histogram, quantile);
				fc.pre(answer.kind === 'value');
				expect(shareAbove(histogram, answer.valueMs)).toBeCloseTo(1 - quantile, 6);
			}),
		);
	});
	test('the unit of the counts does not matter', () => {
		fc.assert(
			fc.property(histograms(), quantiles(), fc.constantFrom(2, 8, 1_024), (histogram, quantile, factor) => {
				const scaled = histogram.map(({upperMs, perSecond}) => ({upperMs, perSecond: perSecond * factor}));
				expect(asMs(scaled, quantile)).toBeCloseTo(asMs(histogram, quantile), 6);
			}),
		);
	});
	test('the minimum is the first number of requests that makes a slower one likely', () => {
		fc.assert(
			fc.property(fc.double({min: 0.05, max: 0.9999, noNaN: true}), quantile => {
				const requests = minimumRequests(quantile);
				expect(quantile ** requests).toBeLessThanOrEqual(0.05 + 1e-12);
				expect(quantile ** (requests - 1)).toBeGreaterThan(0.05 - 1e-12);
			}),
		);
	});
});

function asMs(histogram: readonly Bucket[], quantile: number): number {
	const answer = histogramQuantile(histogram, quantile);
	return answer.kind === 'value' ? answer.valueMs : Number.MAX_VALUE;
}

function buckets(upperMs: readonly number[], cumulative: readonly number[]): readonly Bucket[] {
	return upperMs.map((upper, index) => ({upperMs: upper, perSecond: cumulative[index] ?? Number.NaN}));
}

function histograms(): fc.Arbitrary<readonly Bucket[]> {
	const counts = fc.array(fc.integer({min: 0, max: 10_000}), {minLength: boundsMs.length, maxLength: boundsMs.length});
	return counts
		.filter(each => each.some(count => count > 0))
		.map(each =>
			buckets(
				boundsMs,
				each.map((_, index) => each.slice(0, index + 1).reduce((sum, count) => sum + count, 0)),
			),
		);
}

function quantiles(): fc.Arbitrary<number> {
	return fc.double({min: 0.001, max: 0.999, noNaN: true});
}
