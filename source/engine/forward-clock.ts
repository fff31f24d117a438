import type {ClockPort} from '../ports/clock.ts';

/** The wall clock, but never set back: what is due in a minute would then wait an hour, and old data look new. */
export interface ForwardClock {
	nowMs(): number;
	/** How far it is ahead of the wall clock since that was set back. */
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
