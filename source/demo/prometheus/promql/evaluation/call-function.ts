import {type Labels, withoutName} from '../labels.ts';
import type {Semantics} from '../semantics.ts';
import type {Sample} from '../series-source.ts';
import type {FunctionName} from '../signatures.ts';
import type {Value, Vector, Window} from '../values.ts';
import {histogramQuantile} from './histogram-quantile.ts';
import {joinLabels} from './label-join.ts';
import {replaceLabel} from './label-replace.ts';
import {averageOf, maximumOf, minimumOf, sumOf} from './over-time.ts';
import {extrapolatedIncrease, instantRate} from './rate.ts';
import {uniqueLabels, uniqueNameless} from './vector-labels.ts';

interface CallContext {
	readonly atMs: number;
	readonly semantics: Semantics;
}

/** Calls a function; `checkTypes` has compared the argument types with its signature. */
export const callFunction = (name: FunctionName, args: readonly Value[], context: CallContext): Value =>
	functions[name](args, context);

const functions: Readonly<Record<FunctionName, (args: readonly Value[], context: CallContext) => Value>> = {
	rate: ([range], {semantics}) => perWindow(range, window => extrapolatedIncrease(window, 'second', semantics)),
	increase: ([range], {semantics}) => perWindow(range, window => extrapolatedIncrease(window, 'range', semantics)),
	irate: ([range]) => perWindow(range, instantRate),
	count_over_time: ([range]) => perWindow(range, window => window.span()?.count),
	sum_over_time: ([range]) => perWindow(range, ofSamples(sumOf)),
	avg_over_time: ([range]) => perWindow(range, ofSamples(averageOf)),
	min_over_time: ([range]) => perWindow(range, ofSamples(minimumOf)),
	max_over_time: ([range]) => perWindow(range, ofSamples(maximumOf)),
	last_over_time: ([range]) =>
		perWindow(
			range,
			window => window.span()?.last.value,
			labels => labels,
		),
	abs: ([vector]) => perSample(vector, Math.abs),
	clamp_max: ([vector, limit]) => perSample(vector, value => Math.min(value, scalarOf(limit))),
	clamp_min: ([vector, limit]) => perSample(vector, value => Math.max(value, scalarOf(limit))),
	round: ([vector, nearest]) => {
		const inverse = 1 / (nearest === undefined ? 1 : scalarOf(nearest));
		return perSample(vector, value => Math.floor(value * inverse + 0.5) / inverse);
	},
	timestamp: ([vector], {atMs}) => perSample(vector, () => atMs / 1000),
	time: (_, {atMs}) => ({type: 'scalar', value: atMs / 1000}),
	vector: ([scalar]) => ({type: 'vector', vector: [{labels: {}, value: scalarOf(scalar)}]}),
	scalar: ([vector]) => {
		const [only, ...others] = vectorOf(vector);
		return {type: 'scalar', value: only === undefined || others.length > 0 ? Number.NaN : only.value};
	},
	// The demo has no native histograms.
	histogram_count: () => ({type: 'vector', vector: []}),
	histogram_quantile: ([quantile, vector]) => ({
		type: 'vector',
		vector: histogramQuantile(scalarOf(quantile), vectorOf(vector)),
	}),
	label_join: ([vector, ...texts]) => ({
		type: 'vector',
		vector: uniqueLabels(joinLabels(vectorOf(vector), texts.map(stringOf))),
	}),
	label_replace: ([vector, ...texts]) => ({
		type: 'vector',
		vector: uniqueLabels(replaceLabel(vectorOf(vector), texts.map(stringOf))),
	}),
};

const perWindow = (
	range: Value | undefined,
	measure: (window: Window) => number | undefined,
	labelsOf: (labels: Labels) => Labels = withoutName,
): Value => {
	if (range?.type !== 'matrix') throw wrongType('matrix', range);
	const vector = range.windows.flatMap(window => {
		const value = measure(window);
		return value === undefined ? [] : [{labels: labelsOf(window.labels), value}];
	});
	return {type: 'vector', vector: uniqueNameless(vector, range.windows)};
};

const ofSamples = (reduce: (samples: readonly Sample[]) => number) => (window: Window) => {
	const samples = window.samples();
	return samples.length === 0 ? undefined : reduce(samples);
};

const perSample = (vector: Value | undefined, apply: (value: number) => number): Value => ({
	type: 'vector',
	vector: uniqueLabels(vectorOf(vector).map(({labels, value}) => ({labels: withoutName(labels), value: apply(value)}))),
});

const vectorOf = (value: Value | undefined): Vector => {
	if (value?.type !== 'vector') throw wrongType('vector', value);
	return value.vector;
};

const scalarOf = (value: Value | undefined): number => {
	if (value?.type !== 'scalar') throw wrongType('scalar', value);
	return value.value;
};

const stringOf = (value: Value | undefined): string => {
	if (value?.type !== 'string') throw wrongType('string', value);
	return value.value;
};

const wrongType = (expected: string, value: Value | undefined) =>
	new Error(`expected a ${expected}, got a ${value?.type ?? 'nothing'}: checkTypes let it pass`);
