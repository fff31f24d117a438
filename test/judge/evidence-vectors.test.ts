import {describe, test} from 'vitest';
import {countsOf, type Interval, readRow} from '../../source/judge/counts/evidence-row.ts';
import {atLeastRatio} from '../../source/judge/evidence/at-least.ts';
import {evidenceOverTime, shapeEvidenceOverTime} from '../../source/judge/evidence/evidence.ts';
import {excessBound} from '../../source/judge/evidence/excess-bound.ts';
import {logEvidence} from '../../source/judge/evidence/log-evidence.ts';
import {secondsToNoHarm} from '../../source/judge/evidence/seconds-to-no-harm.ts';
import {defaultParameters, type Signal} from '../../source/judge/signal-parameters.ts';
import {type IntervalTuple, rowOf} from './interval.ts';
import {expectLike, readVectors} from './vectors.ts';

interface LogEInput {
	readonly kc: number;
	readonly nc: number;
	readonly ks: number;
	readonly ns: number;
	readonly beta: number;
	readonly r: number;
	readonly a: number;
	readonly phi: number;
}

test.each(readVectors<LogEInput, number>('log-e'))(
	'log evidence of one row and bet is the reference’s: $input',
	({input, output}) => {
		const {kc, nc, ks, ns, beta, r, a, phi} = input;
		const counts = {canaryFailures: kc, canaryRequests: nc, stableFailures: ks, stableRequests: ns, phi};
		expectLike(logEvidence(counts, beta, {relative: r, ratio: a}), output);
	},
);

interface EvidenceInput {
	readonly intervals: readonly IntervalTuple[];
	readonly r: number;
	readonly a: number;
}

describe('evidence after each row is the reference’s', () => {
	test.each(numbered<EvidenceInput, unknown>('evidence'))(
		'sequence %i',
		(_index, {input: {intervals, r, a}, output}) => {
			expectLike(evidenceOverTime(intervals.map(rowOf), {relative: r, ratio: a}), output);
		},
	);
});

interface ShapeInput {
	readonly intervals: readonly {
		readonly seconds: number;
		readonly canary: readonly number[];
		readonly stable: readonly number[];
		readonly phi: number;
	}[];
}

describe('evidence of the shape is the reference’s', () => {
	test.each(numbered<ShapeInput, unknown>('shape-evidence'))('sequence %i', (_index, {input: {intervals}, output}) => {
		const {relativeMargin, marginRatio} = defaultParameters.shape;
		const rows = intervals.map((row, index) => ({
			...row,
			endMs: (index + 1) * row.seconds * 1000,
			isRestart: false,
			isWarm: false,
		}));
		expectLike(shapeEvidenceOverTime(rows, {relative: relativeMargin, ratio: marginRatio}), output);
	});
});

interface BoundInput {
	readonly intervals: readonly IntervalTuple[];
	readonly miss: number;
	readonly side: 'low' | 'high';
}

describe('a bound of the excess is the reference’s', () => {
	test.each(numbered<BoundInput, number>('excess-bound'))(
		'rows %i',
		(_index, {input: {intervals, miss, side}, output}) => {
			expectLike(excessBound(countsIn(intervals), miss, side), output);
		},
	);
});

interface AtLeastInput {
	readonly intervals: readonly IntervalTuple[];
	readonly weights: readonly number[];
	readonly alpha: number;
	readonly a: number;
}

describe('what can be said at least is the reference’s', () => {
	test.each(numbered<AtLeastInput, number>('at-least'))(
		'rows %i',
		(_index, {input: {intervals, weights, alpha, a}, output}) => {
			const rows = intervals.map(rowOf).map((row, index) => ({
				...counts(readRow(row)),
				logWeight: Math.log(weights[index] ?? 0),
				isWarm: row.isWarm,
			}));
			expectLike(atLeastRatio(rows, {logNeed: Math.log(1 / alpha), fromRatio: a, toRatio: 1}), output);
		},
	);
});

interface EtaInput {
	readonly intervals: readonly IntervalTuple[];
	readonly signal: Signal;
}

describe('the time until there is no harm is the reference’s', () => {
	test.each(numbered<EtaInput, number | null>('eta'))('rows %i', (_index, {input: {intervals, signal}, output}) => {
		const rows = intervals.map(rowOf).map(row => ({...counts(readRow(row)), seconds: row.seconds}));
		expectLike(secondsToNoHarm(rows, defaultParameters[signal]), output);
	});
});

function numbered<Input, Output>(name: string) {
	return readVectors<Input, Output>(name).map((vector, index) => [index, vector] as const);
}

function counts(interval: Interval) {
	return countsOf(interval, 0);
}

function countsIn(intervals: readonly IntervalTuple[]) {
	return intervals.map(rowOf).map(row => counts(readRow(row)));
}
