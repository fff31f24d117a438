import type {Matcher} from './ast.ts';
import type {Labels} from './labels.ts';

export interface Sample {
	readonly atMs: number;
	readonly value: number;
}

/** What the evaluator reads. Bounds are inclusive; samples ascend in time. */
export interface Series {
	readonly labels: Labels;
	samples(fromMs: number, toMs: number): readonly Sample[];
	/** The newest sample, or `stale` where the series was seen to end after its last one. */
	newest(fromMs: number, toMs: number): Sample | 'stale' | undefined;
	/** The first and the last sample and how many there are. Only for series that never decrease: it lets `rate` skip
	 * what lies between. */
	span?(fromMs: number, toMs: number): SampleSpan | undefined;
}

export interface SampleSpan {
	readonly first: Sample;
	readonly last: Sample;
	readonly count: number;
}

export interface SeriesSource {
	select(matchers: readonly Matcher[]): readonly Series[];
}
