/** The points in which versions of Prometheus answer the same query differently. */
export interface Semantics {
	/** Whether a sample exactly at the start of a range or of the lookback counts. */
	readonly rangeStart: 'closed' | 'open';
	/** `rate` never extrapolates a counter below zero. It applies this limit before it decides how far the series
	 * reaches to the left (so a young series may reach a little too far), or after that. */
	readonly zeroLimit: 'before-threshold' | 'after-threshold';
}

/** The semantics of a version such as `2.42.0`. Changed in 2.52 (prometheus#13725) and 3.0 (left-open ranges). */
export const semanticsOf = (version: string): Semantics => {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return {
		rangeStart: major >= 3 ? 'open' : 'closed',
		zeroLimit: major >= 3 || minor >= 52 ? 'after-threshold' : 'before-threshold',
	};
};
