import type {SafeText} from '../text/safe-text.ts';

/** One sample of an instant. `value` may be NaN or infinite, as Prometheus said it; NaN where a histogram stands in its
 * place. */
export interface MetricSample {
	/** Neutralised values. */
	readonly labels: Readonly<Record<string, SafeText>>;
	readonly value: number;
	readonly histogram?: NativeHistogram;
}

/** A histogram that is one sample, in place of a series for each bound. */
export interface NativeHistogram {
	readonly count: number;
	/** Ascending. Buckets that hold nothing may be left out. */
	readonly buckets: readonly NativeBucket[];
}

/** What was observed above `low` and up to `high`; not what was observed below. */
export interface NativeBucket {
	readonly low: number;
	readonly high: number;
	readonly count: number;
}
