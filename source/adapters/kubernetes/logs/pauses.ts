import type {ClockPort} from '../../../ports/clock.ts';

/** Waits between attempts: half a second, doubled each time, and stretched a little so that many logs do not ask at
 * the same moment. A wait ends early when the signal aborts. */
export interface Pauses {
	/** The next wait, at most this long; the one after it is longer. */
	delayMs(longestMs: number): number;
	next(longestMs: number): Promise<void>;
	until(delayMs: number): Promise<void>;
	reset(): void;
}

export function createPauses({
	clock,
	random,
	signal,
}: {
	readonly clock: ClockPort;
	readonly random: () => number;
	readonly signal: AbortSignal;
}): Pauses {
	let baseMs = firstMs;

	function delayMs(longestMs: number): number {
		const delay = Math.min(baseMs, longestMs) * (1 + random() / 4);
		baseMs = Math.min(baseMs * 2, longestMs);
		return delay;
	}

	function until(ms: number): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		const cancel = clock.after(ms, end);
		signal.addEventListener('abort', end, {once: true});
		if (signal.aborted) end();
		return promise;

		function end(): void {
			cancel();
			signal.removeEventListener('abort', end);
			resolve();
		}
	}

	return {
		delayMs,
		until,
		next: longestMs => until(delayMs(longestMs)),
		reset() {
			baseMs = firstMs;
		},
	};
}

const firstMs = 500;
