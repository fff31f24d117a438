import {describe, expect, test} from 'vitest';
import type {TrafficIdentity} from '../../source/domain/signals/signals.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import {bucketsOfNative} from '../../source/meshes/native-buckets.ts';
import {sumLatency} from '../../source/meshes/sum-latency.ts';
import {histogramQuantile} from '../../source/statistics/histogram.ts';

const {POSITIVE_INFINITY} = Number;

/** Eight buckets for each doubling, numbered from the one that ends at 1. */
const bucket = (at: number, count: number) => ({low: 2 ** ((at - 1) / 8), high: 2 ** (at / 8), count});
const native = (...buckets: readonly ReturnType<typeof bucket>[]) => ({
	count: buckets.reduce((sum, {count}) => sum + count, 0),
	buckets,
});
const at = (buckets: ReturnType<typeof bucketsOfNative>, upperMs: number) =>
	buckets.find(one => one.upperMs === upperMs)?.perSecond;

describe('a native histogram', () => {
	test('is read as cumulative bounds from 1 ms to a minute, in milliseconds', () => {
		const read = bucketsOfNative(native(bucket(-24, 2), bucket(0, 3)), 1_000);
		expect([at(read, 62.5), at(read, 125), at(read, 500), at(read, 1_000), at(read, 2_000)]).toEqual([0, 2, 2, 5, 5]);
		expect(read[0]?.upperMs).toBeCloseTo(0.977, 3);
		expect(read.at(-2)?.upperMs).toBeCloseTo(64_000, 0);
		expect(read.at(-1)).toEqual({upperMs: POSITIVE_INFINITY, perSecond: 5});
		expect(at(bucketsOfNative(native(bucket(80, 7)), 1), 1_024)).toBe(7);
	});

	test('has the same bounds whatever it holds, and those of a coarser one where it is added to that', () => {
		const bounds = (buckets: ReturnType<typeof bucketsOfNative>) => buckets.map(({upperMs}) => upperMs);
		const fine = bucketsOfNative(native(bucket(-3, 1)), 1_000);
		expect(bounds(bucketsOfNative(native(bucket(5, 1)), 1_000))).toEqual(bounds(fine));
		const coarse = bucketsOfNative({count: 4, buckets: [{low: 0.5, high: 1, count: 4}]}, 1_000);
		expect(bounds(fine)).toEqual(expect.arrayContaining([...bounds(coarse)]));
		expect(at(coarse, 500)).toBe(0);
	});

	test('counts what is around zero, and what is above every bound', () => {
		const read = bucketsOfNative(
			{count: 6, buckets: [{low: -1e-9, high: 1e-9, count: 2}, bucket(8 * 7, 3), bucket(8 * 8, 1)]},
			1_000,
		);
		expect(read[0]?.perSecond).toBe(2);
		expect(read.at(-2)?.perSecond).toBe(2);
		expect(read.at(-1)?.perSecond).toBe(6);
	});

	test('with bounds that were chosen by hand is read at these', () => {
		const custom = [
			{low: Number.NEGATIVE_INFINITY, high: 0.005, count: 1},
			{low: 0.05, high: 0.1, count: 2},
			{low: 10, high: POSITIVE_INFINITY, count: 1},
		];
		expect(bucketsOfNative({count: 4, buckets: custom}, 1_000)).toEqual([
			{upperMs: 5, perSecond: 1},
			{upperMs: 50, perSecond: 1},
			{upperMs: 100, perSecond: 3},
			{upperMs: 10_000, perSecond: 3},
			{upperMs: POSITIVE_INFINITY, perSecond: 4},
		]);
	});

	test('that holds nothing has counts of 0, and takes no bound from one that holds something', () => {
		const nothing = {labels: {}, value: Number.NaN, histogram: native()};
		expect(bucketsOf([nothing])?.every(({perSecond}) => perSecond === 0)).toBe(true);
		const [le, inf] = [classic('0.3', 1), classic('+Inf', 2)];
		expect(bucketsOf([nothing, le, inf])).toEqual([
			{upperMs: 300, perSecond: 1},
			{upperMs: POSITIVE_INFINITY, perSecond: 2},
		]);
	});

	test('beside a classic one of the same version is added where both have a bound', () => {
		const samples = [
			classic('0.25', 3),
			classic('0.3', 3),
			classic('1', 8),
			classic('1.0', 1),
			classic('+Inf', 10),
			{labels: {}, value: Number.NaN, histogram: native(bucket(-16, 4), bucket(1, 1))},
		];
		const read = bucketsOf(samples) ?? [];
		expect(read).toEqual([
			{upperMs: 250, perSecond: 7},
			{upperMs: 1_000, perSecond: 13},
			{upperMs: POSITIVE_INFINITY, perSecond: 15},
		]);
		expect(histogramQuantile(read, 0.5)).toMatchObject({kind: 'value'});
	});

	test('with counts that are no numbers is left out and counted as such', () => {
		const broken = {labels: {}, value: Number.NaN, histogram: {count: Number.NaN, buckets: []}};
		expect(sumLatency([broken], () => meaning)).toEqual({value: [], unmatched: 1});
	});
});

const identity: TrafficIdentity = {namespace: safe`shop`, service: safe`a`, workload: null, version: null};
const meaning = {identity, viewpoint: 'destination'} as const;

function classic(le: string, value: number) {
	return {labels: {le: ident(le)}, value};
}

function bucketsOf(samples: Parameters<typeof sumLatency>[0]) {
	return sumLatency(samples, () => meaning, 1_000).value[0]?.buckets;
}
