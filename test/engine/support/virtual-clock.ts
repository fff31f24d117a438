import type {Cancel, ClockPort} from '../../../source/ports/clock.ts';

/** Time that passes only when a test says so. The wall clock and the monotonic clock can be set apart. */
export interface VirtualClock extends ClockPort {
	/** Runs every timer that falls due on the way, in order. */
	advance(durationMs: number): void;
	/** Sets the wall clock ahead or back; waiting timers do not come sooner by it. */
	leap(byMs: number): void;
	/** How many timers wait. */
	waiting(): number;
	/** The same as `advance`, and lets promises settle after each timer. */
	advanceAsync(durationMs: number): Promise<void>;
}

interface Due {
	readonly atMs: number;
	readonly run: () => void;
}

export function createVirtualClock(startMs: number): VirtualClock {
	let nowMs = startMs;
	let due: Due[] = [];
	let leaptMs = 0;

	/** The next timer that falls due until then; sets the clock to its time. */
	function next(endMs: number): Due | undefined {
		const [first] = due.filter(({atMs}) => atMs <= endMs).toSorted((one, other) => one.atMs - other.atMs);
		if (!first) return undefined;
		due = due.filter(other => other !== first);
		nowMs = Math.max(nowMs, first.atMs);
		return first;
	}

	return {
		nowMs: () => nowMs,
		waiting: () => due.length,
		monotonicMs: () => nowMs - startMs - leaptMs,
		after(delayMs, run): Cancel {
			const entry = {atMs: nowMs + Math.max(0, delayMs), run};
			due.push(entry);
			return () => {
				due = due.filter(other => other.run !== entry.run);
			};
		},
		advance(durationMs) {
			const endMs = nowMs + durationMs;
			for (let first = next(endMs); first; first = next(endMs)) first.run();
			nowMs = endMs;
		},
		leap(byMs) {
			due = due.map(entry => ({...entry, atMs: entry.atMs + byMs}));
			nowMs += byMs;
			leaptMs += byMs;
		},
		async advanceAsync(durationMs) {
			const endMs = nowMs + durationMs;
			await settled();
			for (let first = next(endMs); first; first = next(endMs)) {
				first.run();
				await settled();
			}
			nowMs = endMs;
		},
	};
}

/** Resolves once every promise has settled that waits for no timer and no I/O. */
function settled(): Promise<void> {
	return new Promise(resolve => {
		setImmediate(resolve);
	});
}
