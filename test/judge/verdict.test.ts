import {describe, test} from 'vitest';
import {defaultParameters, type Signal} from '../../source/judge/signal-parameters.ts';
import {timelineOf} from '../../tools/judge/timeline.ts';
import {type IntervalTuple, rowOf} from './interval.ts';
import {expectLike, readVectors} from './vectors.ts';

interface VerdictInput {
	readonly kind: string;
	readonly signal: Signal;
	readonly options: {
		readonly past: {readonly k: number; readonly n: number; readonly phi: number} | null;
		readonly slo: number | null;
		readonly incomparable: string | null;
		readonly extraRelative: number;
	};
	readonly intervals: readonly IntervalTuple[];
}

describe('the timeline of a sequence is that of the reference', () => {
	test.each(
		readVectors<VerdictInput, unknown>('verdict').map(
			(vector, index) => [`${index} ${vector.input.kind}`, vector] as const,
		),
	)('%s', (_name, {input: {signal, options, intervals}, output}) => {
		const {past, slo, incomparable, extraRelative} = options;
		const rules = {
			signal,
			parameters: defaultParameters[signal],
			extraRelativeMargin: extraRelative,
			past: past === null ? null : {failures: past.k, requests: past.n, phi: past.phi},
			objectiveRatio: slo,
			incomparable,
		};
		expectLike(timelineOf(intervals.map(rowOf), rules), output);
	});
});
