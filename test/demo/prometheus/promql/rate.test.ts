import {describe, expect, it} from 'vitest';
import {extrapolatedIncrease, instantRate} from '../../../../source/demo/prometheus/promql/evaluation/rate.ts';
import {semanticsOf} from '../../../../source/demo/prometheus/promql/semantics.ts';
import type {Window} from '../../../../source/demo/prometheus/promql/values.ts';

/** Samples every 15 s from `firstMs` in a window of 60 s that begins at 0. */
const window = (values: readonly number[], firstMs: number): Window => {
	const samples = values.map((value, index) => ({atMs: firstMs + index * 15_000, value}));
	const [first, last] = [samples[0], samples.at(-1)];
	return {
		labels: {},
		fromMs: 0,
		toMs: 60_000,
		samples: () => samples,
		span: () => (first && last ? {first, last, count: samples.length} : undefined),
		isMonotone: false,
	};
};

const prometheus242 = semanticsOf('2.42.0');
const prometheus3 = semanticsOf('3.5.0');

describe('increase over 60 s with a sample every 15 s', () => {
	it.each([
		{name: 'nothing from no sample', values: [], firstMs: 5000, increase: undefined},
		{name: 'nothing from a single sample', values: [7], firstMs: 5000, increase: undefined},
		{name: 'reaches both bounds from 5 s inside', values: [100, 115, 130, 145], firstMs: 5000, increase: 60},
		{name: 'undoes a reset', values: [100, 115, 5, 20], firstMs: 5000, increase: 35 * (60 / 45)},
		{name: 'stops half an interval outside when the bound is far', values: [100, 115], firstMs: 20_000, increase: 30},
		{name: 'stays zero for a series born with its count', values: [5, 5, 5], firstMs: 20_000, increase: 0},
		{name: 'is 1.33 times too high on bounds that fit', values: [100, 103, 106, 109], firstMs: 7500, increase: 12},
	])('$name', ({values, firstMs, increase}) => {
		const result = extrapolatedIncrease(window(values, firstMs), 'range', prometheus242);
		if (increase === undefined) expect(result).toBeUndefined();
		else expect(result).toBeCloseTo(increase, 10);
	});

	it('does not extrapolate below zero', () => {
		// The counter was zero 5 s before the first sample, which lies 10 s after the bound.
		expect(extrapolatedIncrease(window([5, 20, 35, 50], 10_000), 'range', prometheus242)).toBeCloseTo(55, 10);
	});

	it('differs between versions where the zero lies beyond half an interval', () => {
		// 40 s of nothing, then a counter that began at 10: zero is 10 s away, half an interval 7.5 s.
		const young = window([10, 25], 40_000);
		expect(extrapolatedIncrease(young, 'range', prometheus242)).toBeCloseTo(15 + 10 + 5, 10);
		expect(extrapolatedIncrease(young, 'range', prometheus3)).toBeCloseTo(15 + 7.5 + 5, 10);
	});

	it('is the rate times the range', () => {
		const some = window([100, 115, 130, 145], 5000);
		const perSecond = extrapolatedIncrease(some, 'second', prometheus242) ?? Number.NaN;
		expect(perSecond * 60).toBeCloseTo(extrapolatedIncrease(some, 'range', prometheus242) ?? 0, 10);
	});
});

it('irate takes the last two samples and a reset as a start from zero', () => {
	expect(instantRate(window([1, 2, 32], 0))).toBe(2);
	expect(instantRate(window([90, 3], 0))).toBeCloseTo(0.2, 12);
	expect(instantRate(window([90], 0))).toBeUndefined();
});

it('semanticsOf tells the versions of Prometheus apart', () => {
	expect(semanticsOf('2.53.3')).toEqual({rangeStart: 'closed', zeroLimit: 'after-threshold'});
	expect(prometheus3.rangeStart).toBe('open');
	expect(prometheus242).toEqual({rangeStart: 'closed', zeroLimit: 'before-threshold'});
});
