import {createSimulatedClock, type SimulatedClock} from '../../source/demo/world/simulated-clock.ts';

export interface FakeClock extends SimulatedClock {
	/** Lets this much time pass. */
	advanceBy(ms: number): void;
}

/** A DemoClock that moves only when a test tells it to. */
export function createFakeClock(startMs = Date.UTC(2026, 10, 21, 8, 0, 0)): FakeClock {
	const clock = createSimulatedClock(startMs);
	return {...clock, advanceBy: ms => clock.advanceTo(clock.nowMs() + ms)};
}
