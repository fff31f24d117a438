import type {ClockPort} from '../ports/clock.ts';

/** The wall clock, but it never goes back: a wall clock set back by an hour would delay all that is due by an
 * hour, and make old data look new. */
export interface ForwardClock {
	nowMs(): number;
	/** How far this clock is ahead of the wall clock, because the wall clock was set back. */
	aheadMs(): number;
}

export function createForwardClock(clock: Pick<ClockPort, 'nowMs' | 'monotonicMs'>): ForwardClock {
	let last = {wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs()};
	let aheadMs = 0;
	return {
		nowMs() {
			const now = {wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs()};
			const passedMs = now.monotonicMs - last.monotonicMs;
			if (now.wallMs < last.wallMs) aheadMs += last.wallMs + passedMs - now.wallMs;
			last = now;
			return now.wallMs + aheadMs;
		},
		aheadMs: () => aheadMs,
	};
}
