import {createEvalContext, type EvalSettings} from './evaluation/eval-context.ts';
import {evaluate} from './evaluation/evaluate.ts';
import {uniqueLabels} from './evaluation/vector-labels.ts';
import {compareLabels, type Labels, noLabels, signature} from './labels.ts';
import {checkTypes, words} from './parsing/check-types.ts';
import {parsePromql} from './parsing/parse.ts';
import {PromqlError, type PromqlErrorType} from './promql-error.ts';
import type {Sample} from './series-source.ts';
import type {Value, Vector} from './values.ts';

export type QuerySettings = Omit<EvalSettings, 'startMs' | 'endMs'>;

export interface QueryFailure {
	readonly kind: 'failed';
	readonly type: PromqlErrorType;
	readonly message: string;
}

export interface RangeSeries {
	readonly labels: Labels;
	readonly samples: readonly Sample[];
}

export type InstantAnswer =
	| {readonly kind: 'scalar'; readonly value: number}
	| {readonly kind: 'string'; readonly value: string}
	| {readonly kind: 'vector'; readonly vector: Vector}
	| {readonly kind: 'matrix'; readonly series: readonly RangeSeries[]}
	| QueryFailure;

/** Evaluates the expression at one time. */
export const instantQuery = (query: string, atMs: number, settings: QuerySettings): InstantAnswer =>
	answered(() => {
		const context = createEvalContext({...settings, startMs: atMs, endMs: atMs});
		const expr = parsePromql(query);
		const value = evaluate(expr, atMs, context);
		// An aggregation gives one sample for each group of labels.
		if (expr.kind === 'aggregate' && value.type === 'vector') return {kind: 'vector', vector: value.vector};
		return instantAnswer(value);
	});

export interface TimeRange {
	readonly startMs: number;
	readonly endMs: number;
	readonly stepMs: number;
}

/** Evaluates the expression at each step from start to end, both included. */
export const rangeQuery = (
	query: string,
	{startMs, endMs, stepMs}: TimeRange,
	settings: QuerySettings,
): {readonly kind: 'matrix'; readonly series: readonly RangeSeries[]} | QueryFailure =>
	answered(() => {
		const expr = parsePromql(query);
		const type = checkTypes(expr);
		if (type === 'matrix' || type === 'string') {
			const message = `invalid expression type "${words[type]}" for range query, must be Scalar or instant Vector`;
			throw new PromqlError('bad_data', message);
		}
		const context = createEvalContext({...settings, startMs, endMs});
		const bySeries = new Map<string, {readonly labels: Labels; readonly samples: Sample[]}>();
		for (let atMs = startMs; atMs <= endMs; atMs += stepMs) {
			for (const {labels, value} of stepVector(evaluate(expr, atMs, context))) {
				const key = signature(labels);
				const series = bySeries.get(key);
				if (series === undefined) bySeries.set(key, {labels, samples: [{atMs, value}]});
				else series.samples.push({atMs, value});
			}
		}
		return {kind: 'matrix' as const, series: sorted([...bySeries.values()])};
	});

const answered = <Answer>(answer: () => Answer): Answer | QueryFailure => {
	try {
		return answer();
	} catch (error) {
		if (!(error instanceof PromqlError)) throw error;
		return {kind: 'failed', type: error.type, message: error.message};
	}
};

const instantAnswer = (value: Value): InstantAnswer => {
	switch (value.type) {
		case 'scalar':
			return {kind: 'scalar', value: value.value};
		case 'string':
			return {kind: 'string', value: value.value};
		case 'vector':
			return {kind: 'vector', vector: uniqueLabels(value.vector)};
		case 'matrix': {
			const series = value.windows.map(({labels, samples}) => ({labels, samples: samples()}));
			return {kind: 'matrix', series: sorted(series.filter(({samples}) => samples.length > 0))};
		}
	}
};

const stepVector = (value: Value): Vector => {
	if (value.type === 'scalar') return [{labels: noLabels, value: value.value}];
	if (value.type !== 'vector') throw new Error(`a step gave a ${value.type}: checkTypes let it pass`);
	return uniqueLabels(value.vector);
};

const sorted = (series: readonly RangeSeries[]): readonly RangeSeries[] =>
	[...series].sort((a, b) => compareLabels(a.labels, b.labels));
