import type {ClockPort} from '../../ports/clock.ts';

// setTimeout turns a longer delay into 1 ms.
const longestDelayMs = 2 ** 31 - 1;

/** The machine's own clocks. */
export function createSystemClock(): ClockPort {
	return {
		nowMs: () => Date.now(),
		monotonicMs: () => performance.now(),
		after(delayMs, run) {
			const timer = setTimeout(run, Math.min(Math.max(delayMs, 0), longestDelayMs));
			return () => clearTimeout(timer);
		},
	};
}
