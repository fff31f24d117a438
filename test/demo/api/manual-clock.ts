import type {DemoClock} from '../../../source/demo/contract.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends DemoClock {
	advance(ms: number): void;
}

export function createManualClock(startMs = Date.parse('2026-11-21T07:39:59Z')): ManualClock {
	let nowMs = startMs;
	let timers: {atMs: number; run: () => void}[] = [];
	return {
		nowMs: () => nowMs,
		schedule(afterMs, run) {
			const timer = {atMs: nowMs + afterMs, run};
			timers.push(timer);
			return {
				cancel() {
					timers = timers.filter(other => other !== timer);
				},
			};
		},
		advance(ms) {
			const untilMs = nowMs + ms;
			for (;;) {
				const next = timers.toSorted((left, right) => left.atMs - right.atMs)[0];
				if (next === undefined || next.atMs > untilMs) break;
				timers = timers.filter(other => other !== next);
				nowMs = next.atMs;
				next.run();
			}
			nowMs = untilMs;
		},
	};
}
