const longestSeconds = 3_600;

/** Seconds to wait, as the header `Retry-After` says them or the time that it names; null where it says nothing. At most
 * an hour. */
export function retryAfter(header: unknown, nowMs: number): number | null {
	if (typeof header !== 'string') return null;
	const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - nowMs) / 1000;
	return Number.isNaN(seconds) ? null : Math.min(Math.max(Math.ceil(seconds), 0), longestSeconds);
}
