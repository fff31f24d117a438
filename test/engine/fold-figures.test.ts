import {describe, expect, test} from 'vitest';
import type {Bucket} from '../../source/domain/signals/signals.ts';
import {sumBuckets} from '../../source/domain/signals/sum-buckets.ts';
import {
	type Measurement,
	readErrorRatio,
	readLatency,
	readRequestRate,
	readShare,
} from '../../source/engine/evidence/read-figures.ts';
import type {TrafficFigures} from '../../source/traffic/row-traffic.ts';

const infinity = Number.POSITIVE_INFINITY;
const fresh: Measurement = {atMs: 1_000, windowSeconds: 60, isStale: false};
const stale: Measurement = {...fresh, isStale: true};

describe('a reading', () => {
	const idle = figures(0, 0, [
		[10, 0],
		[infinity, 0],
	]);
	const busy = figures(20, 1, [
		[10, 10],
		[100, 20],
		[infinity, 20],
	]);

	test('has a value where there is traffic', () => {
		expect(readRequestRate(busy, fresh)).toEqual({kind: 'value', value: 20, atMs: 1_000});
		expect(readErrorRatio(busy, fresh)).toEqual({kind: 'value', value: 0.05, atMs: 1_000});
		expect(readLatency(busy, 0.5, fresh)).toEqual({kind: 'value', value: 10, atMs: 1_000});
	});

	test('without traffic has a rate of zero, and no ratio and no quantile', () => {
		expect(readRequestRate(idle, fresh)).toEqual({kind: 'value', value: 0, atMs: 1_000});
		expect(readErrorRatio(idle, fresh)).toEqual({kind: 'noTraffic', atMs: 1_000});
		expect(readLatency(idle, 0.5, fresh)).toEqual({kind: 'noTraffic', atMs: 1_000});
		expect(readShare(idle, idle, fresh)).toEqual({kind: 'noTraffic', atMs: 1_000});
	});

	test('without series is noSeries', () => {
		const readings = [
			readRequestRate(undefined, fresh),
			readErrorRatio(undefined, fresh),
			readLatency(figures(20, 0, null), 0.5, fresh),
			readShare(undefined, busy, fresh),
		];
		expect(readings).toEqual(readings.map(() => ({kind: 'noSeries'})));
	});

	test('that is stale has the last value, marked as old', () => {
		expect(readErrorRatio(busy, stale)).toEqual({kind: 'stale', value: 0.05, atMs: 1_000});
		expect(readLatency(busy, 0.5, stale)).toEqual({kind: 'stale', value: 10, atMs: 1_000});
	});
});

test('a quantile above the last finite bound is marked as such, and so is one from too few requests', () => {
	const slow = figures(20, 0, [
		[10, 1],
		[5_000, 2],
		[infinity, 20],
	]);
	expect(readLatency(slow, 0.99, fresh)).toEqual({kind: 'above', boundMs: 5_000, atMs: 1_000});
	const few = figures(0.5, 0, [
		[10, 0.25],
		[100, 0.5],
		[infinity, 0.5],
	]);
	expect(readLatency(few, 0.9, fresh)).toMatchObject({kind: 'value'});
	expect(readLatency(few, 0.99, fresh)).toMatchObject({kind: 'tooFew'});
});

describe('sums of histograms', () => {
	test('equal bounds add up', () => {
		expect(
			sumBuckets([
				buckets([
					[10, 1],
					[infinity, 2],
				]),
				buckets([
					[10, 3],
					[infinity, 5],
				]),
			]),
		).toEqual(
			buckets([
				[10, 4],
				[infinity, 7],
			]),
		);
	});

	test('a bound that one histogram lacks is left out', () => {
		expect(
			sumBuckets([
				buckets([
					[10, 1],
					[25, 2],
					[infinity, 2],
				]),
				buckets([
					[10, 3],
					[infinity, 5],
				]),
			]),
		).toEqual(
			buckets([
				[10, 4],
				[infinity, 7],
			]),
		);
	});

	test('the sum of no histograms is null', () => {
		expect(sumBuckets([])).toBeNull();
	});
});

function figures(
	requestsPerSecond: number,
	errorsPerSecond: number,
	pairs: readonly (readonly [number, number])[] | null,
): TrafficFigures {
	return {requestsPerSecond, errorsPerSecond, buckets: pairs && buckets(pairs)};
}

function buckets(pairs: readonly (readonly [number, number])[]): readonly Bucket[] {
	return pairs.map(([upperMs, perSecond]) => ({upperMs, perSecond}));
}
