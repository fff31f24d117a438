import type {DemoClock} from '../contract.ts';

export interface SimulatedClock extends DemoClock {
	/** Advances to this wall-clock time, and runs all timers that fall due on the way, in order. */
	advanceTo(ms: number): void;
}

interface Timer {
	readonly atMs: number;
	readonly run: () => void;
}

/** A clock that moves only by `advanceTo`. The demo builds its past with it; tests run everything with it. */
export function createSimulatedClock(startMs: number): SimulatedClock {
	let nowMs = startMs;
	const timers = new Set<Timer>();
	return {
		nowMs: () => nowMs,
		schedule(afterMs, run) {
			const timer = {atMs: nowMs + afterMs, run};
			timers.add(timer);
			return {cancel: () => timers.delete(timer)};
		},
		advanceTo(ms) {
			for (let next = earliest(timers); next !== undefined && next.atMs <= ms; next = earliest(timers)) {
				timers.delete(next);
				nowMs = Math.max(nowMs, next.atMs);
				next.run();
			}
			nowMs = Math.max(nowMs, ms);
		},
	};
}

/** The next timer to fall due; of equal times, the one that was set first. */
function earliest(timers: ReadonlySet<Timer>): Timer | undefined {
	let first: Timer | undefined;
	for (const timer of timers) if (first === undefined || timer.atMs < first.atMs) first = timer;
	return first;
}
