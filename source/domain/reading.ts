/** A figure with its time. The kinds look different wherever they are drawn. */
export type Reading =
	| {readonly kind: 'value'; readonly value: number; readonly atMs: number}
	/** The series exist and nothing was requested: a ratio or quantile has no value, which is not zero. */
	| {readonly kind: 'noTraffic'; readonly atMs: number}
	/** No series by this name. */
	| {readonly kind: 'noSeries'}
	/** No answer has told it yet: it is awaited, or its source does not answer. */
	| {readonly kind: 'notRead'; readonly isAwaited: boolean}
	/** The last value, from samples too old to be trusted. */
	| {readonly kind: 'stale'; readonly value: number; readonly atMs: number};

export const noSeries: Reading = {kind: 'noSeries'};
