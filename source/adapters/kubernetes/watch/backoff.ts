import type {ClockPort} from '../../../ports/clock.ts';

/** The wait after a failure: 800 ms, doubled each time up to 30 s, and stretched by up to a half so that
 * many watches do not retry at the same moment. After two minutes without a failure it is 800 ms again. */
export function createBackoff(clock: ClockPort, random: () => number): {nextDelayMs(): number} {
	let baseMs = firstMs;
	let waitsUntilMs = Number.NEGATIVE_INFINITY;
	return {
		nextDelayMs() {
			if (clock.monotonicMs() - waitsUntilMs > healthyMs) baseMs = firstMs;
			const delayMs = baseMs * (1 + random() / 2);
			baseMs = Math.min(baseMs * 2, longestMs);
			waitsUntilMs = clock.monotonicMs() + delayMs;
			return delayMs;
		},
	};
}

const firstMs = 800;
const longestMs = 30_000;
const healthyMs = 120_000;
