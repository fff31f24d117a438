import {compareInstants} from '../domain/instant.ts';
import type {LogEntry} from './log-entry.ts';

/** Holds entries of several pods for a moment, so that those of one moment come out in the order of their times.
 * The clocks of nodes differ: no order across nodes is certain. */
export interface Hold {
	add(entries: readonly LogEntry[], nowMs: number): void;
	/** Entries that were held long enough, in the order of their times. */
	release(nowMs: number): readonly LogEntry[];
	releaseAll(): readonly LogEntry[];
	isEmpty(): boolean;
	clear(): void;
}

interface Held {
	readonly entry: LogEntry;
	readonly sinceMs: number;
}

export function createHold(holdMs: number): Hold {
	let held: Held[] = [];

	function take(isDue: (one: Held) => boolean): readonly LogEntry[] {
		// Sorting is stable, so that lines of one pod with equal times keep their order.
		const sorted = held.toSorted((one, other) => compareInstants(one.entry.at, other.entry.at));
		// What is older than a due entry goes out with it: later it would come out of order.
		const count = sorted.findLastIndex(isDue) + 1;
		held = sorted.slice(count);
		return sorted.slice(0, count).map(({entry}) => entry);
	}

	return {
		add(entries, nowMs) {
			for (const entry of entries) held.push({entry, sinceMs: nowMs});
		},
		release: nowMs => take(({sinceMs}) => nowMs - sinceMs >= holdMs),
		releaseAll: () => take(() => true),
		isEmpty: () => held.length === 0,
		clear() {
			held = [];
		},
	};
}
