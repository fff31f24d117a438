import {describe, expect, it} from 'vitest';
import {histogramQuantile} from '../../../../source/demo/prometheus/promql/evaluation/histogram-quantile.ts';

const bounds = ['5', '10', '25', '50', '100', '250', '500', '1000', '2500', '+Inf'];
const stable = [400, 1800, 5200, 8200, 9300, 9800, 9940, 9985, 9998, 10_000];
const canary = [30, 150, 450, 740, 870, 945, 975, 990, 998, 1000];

const buckets = (counts: readonly number[], les: readonly string[] = bounds) =>
	counts.map((value, index) => ({labels: {le: les[index] ?? '', app: 'x'}, value}));

const quantile = (q: number, counts: readonly number[], les?: readonly string[]) =>
	histogramQuantile(q, buckets(counts, les))[0]?.value;

describe('histogram_quantile', () => {
	it.each([
		[0.5, 24.117647, 29.310345],
		[0.9, 86.363636, 160],
		[0.95, 160, 291.666667],
		[0.99, 428.571429, 1000],
	])('%f of two known histograms', (q, ofStable, ofCanary) => {
		expect(quantile(q, stable)).toBeCloseTo(ofStable, 5);
		expect(quantile(q, canary)).toBeCloseTo(ofCanary, 5);
	});

	it.each([
		{name: 'NaN without observations', q: 0.5, counts: [0, 0, 0], les: ['1', '2', '+Inf'], value: Number.NaN},
		{name: 'NaN without +Inf', q: 0.5, counts: [1, 2], les: ['1', '2'], value: Number.NaN},
		{name: 'NaN with +Inf alone', q: 0.5, counts: [2], les: ['+Inf'], value: Number.NaN},
		{name: 'the last bound when above it', q: 0.9, counts: [1, 2, 10], les: ['1', '2', '+Inf'], value: 2},
		{name: '-Inf below 0', q: -1, counts: [1, 2], les: ['1', '+Inf'], value: Number.NEGATIVE_INFINITY},
		{name: '+Inf above 1', q: 2, counts: [1, 2], les: ['1', '+Inf'], value: Number.POSITIVE_INFINITY},
		{name: 'the bucket that exactly holds the rank', q: 0.5, counts: [5, 5, 10], les: ['1', '2', '+Inf'], value: 1},
		{name: 'a dip as if it were flat', q: 0.5, counts: [6, 4, 10], les: ['1', '2', '+Inf'], value: 5 / 6},
		{name: 'bounds in any order, as 3.x writes them', q: 0.5, counts: [10, 5], les: ['+Inf', '1.0'], value: 1},
	])('$name', ({q, counts, les, value}) => {
		expect(quantile(q, counts, les)).toEqual(value);
	});

	it('keeps the other labels and drops samples that are no bucket', () => {
		const vector = [...buckets(stable), {labels: {app: 'x'}, value: 1}, {labels: {app: 'x', le: 'many'}, value: 1}];
		expect(histogramQuantile(0.95, vector)).toEqual([{labels: {app: 'x'}, value: 160}]);
	});
});
