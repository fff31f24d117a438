import {setImmediate as turn} from 'node:timers/promises';
import type {DemoClock} from '../../../../source/demo/contract.ts';
import type {ClockPort} from '../../../../source/ports/clock.ts';

/** The clock of perch and of the demo server. It stands still until a test moves it. */
export interface TestClock extends ClockPort, DemoClock {
	/** Moves the clock by this much: due timers run in order, each followed by a turn of the event loop. */
	advance(ms: number): Promise<void>;
	/** Moves the clock a little with each turn of real I/O, until the condition holds. */
	advanceUntil(isReached: () => boolean, stepMs?: number): Promise<void>;
	readonly pendingTimers: number;
}

export function createTestClock(startMs = Date.parse('2026-11-21T07:39:59Z')): TestClock {
	let nowMs = startMs;
	const timers = new Set<{readonly atMs: number; readonly run: () => void}>();
	const after = (delayMs: number, run: () => void) => {
		const timer = {atMs: nowMs + Math.max(delayMs, 0), run};
		timers.add(timer);
		return () => {
			timers.delete(timer);
		};
	};
	const next = () => [...timers].sort((left, right) => left.atMs - right.atMs)[0];
	const advance = async (ms: number) => {
		const untilMs = nowMs + ms;
		// Work that was begun before may still set a timer.
		await turn();
		for (let timer = next(); timer !== undefined && timer.atMs <= untilMs; timer = next()) {
			timers.delete(timer);
			nowMs = Math.max(nowMs, timer.atMs);
			timer.run();
			await turn();
		}
		nowMs = untilMs;
		await turn();
	};
	return {
		nowMs: () => nowMs,
		monotonicMs: () => nowMs - startMs,
		after,
		schedule: (afterMs, run) => ({cancel: after(afterMs, run)}),
		advance,
		async advanceUntil(isReached, stepMs = 20) {
			while (!isReached()) {
				await new Promise(resolve => setTimeout(resolve, 1));
				await advance(stepMs);
			}
		},
		get pendingTimers() {
			return timers.size;
		},
	};
}
