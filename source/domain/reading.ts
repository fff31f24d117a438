export type Tone = 'critical' | 'warning' | 'good' | 'moving' | 'quiet';

/** A quantile, or why there is none. */
export type LatencyReading =
	| Reading
	/** Above the last finite bucket bound: shown as `≥5s`. */
	| {readonly kind: 'above'; readonly boundMs: number; readonly atMs: number}
	/** Within a first bucket that is too wide to tell more: shown as `<100ms`. */
	| {readonly kind: 'below'; readonly boundMs: number; readonly atMs: number}
	/** Too few requests in the window for this quantile: shown greyed. */
	| {readonly kind: 'tooFew'; readonly value: number; readonly atMs: number};

/** A figure with its time. Each kind looks different wherever it is drawn. */
export type Reading =
	| {readonly kind: 'value'; readonly value: number; readonly atMs: number}
	/** The series exist and nothing was requested: a ratio or quantile has no value, which is not zero. */
	| {readonly kind: 'noTraffic'; readonly atMs: number}
	/** No series by this name. */
	| {readonly kind: 'noSeries'}
	/** No answer has given the figure yet: one is awaited, or the source does not answer. */
	| {readonly kind: 'notRead'; readonly isAwaited: boolean}
	/** Several meshes count the requests, and the operator has not said which one counts. */
	| {readonly kind: 'ambiguous'}
	/** The last value, from samples too old to be trusted. */
	| {readonly kind: 'stale'; readonly value: number; readonly atMs: number};

export const noSeries: Reading = {kind: 'noSeries'};
export const ambiguous: Reading = {kind: 'ambiguous'};
