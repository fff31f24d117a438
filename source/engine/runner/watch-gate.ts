import {gatherMs} from '../../domain/pace.ts';
import type {Cancel, ClockPort} from '../../ports/clock.ts';
import type {WatchNews} from '../state/events.ts';
import type {WatchId} from '../state/state.ts';

/** Stands between the watches and the store. A controller changes several kinds of objects at once, and perch derives
 * releases and rows anew after each event: what all watches tell within a short time becomes one event. */
export interface WatchGate {
	tell(news: WatchNews): void;
	/** Drops what waits of a watch that ends: another one may begin under its id. */
	forget(id: WatchId): void;
	/** Drops what waits. */
	stop(): void;
}

const leastMs = 200;

/** Lets the first news pass at once; what comes soon after waits, the longer the slower perch takes up news. A whole list
 * never waits, since the first screen waits for lists. */
export function createWatchGate(clock: ClockPort, deliver: (updates: readonly WatchNews[]) => void): WatchGate {
	let gathered: WatchNews[] = [];
	let waiting: Cancel | null = null;
	let endedMs = Number.NEGATIVE_INFINITY;
	/** How long taking up the last news took. */
	let tookMs = 0;

	function flush(): void {
		waiting?.();
		waiting = null;
		const updates = gathered;
		gathered = [];
		if (updates.length === 0) return;
		const beganMs = clock.monotonicMs();
		deliver(updates);
		endedMs = clock.monotonicMs();
		tookMs = endedMs - beganMs;
	}

	return {
		tell(news) {
			gathered.push(news);
			if (news.update.kind === 'listed') return flush();
			if (waiting) return;
			const dueInMs = gatherMs(leastMs, tookMs) - (clock.monotonicMs() - endedMs);
			if (dueInMs > 0) waiting = clock.after(dueInMs, flush);
			else flush();
		},
		forget(id) {
			gathered = gathered.filter(news => news.id !== id);
		},
		stop() {
			waiting?.();
			waiting = null;
			gathered = [];
		},
	};
}
