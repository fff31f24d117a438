import type {Matcher} from './ast.ts';
import type {Labels} from './labels.ts';

export interface Sample {
	readonly atMs: number;
	readonly value: number;
}

/** A series as the evaluator reads it. Bounds are inclusive; samples ascend in time. */
export interface Series {
	readonly labels: Labels;
	samples(fromMs: number, toMs: number): readonly Sample[];
	/** The newest sample, or `stale` when a later scrape no longer found the series. */
	newest(fromMs: number, toMs: number): Sample | 'stale' | undefined;
	/** The first and the last sample and the number of samples. Only for series that never decrease: `rate` can then
	 * skip the samples in between. */
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
