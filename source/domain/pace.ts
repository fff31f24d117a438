/** How long to gather changes, in milliseconds, before repeating work that took `lastMs` the last time:
 * while thousands of objects change one after another the work takes a fifth of a processor, and no change
 * waits longer than a second. */
export function gatherMs(leastMs: number, lastMs: number): number {
	return Math.max(leastMs, Math.min(4 * lastMs, mostMs));
}

const mostMs = 1_000;
