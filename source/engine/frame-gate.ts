import {gatherMs} from '../domain/pace.ts';
import {sameValue} from '../domain/same-value.ts';
import type {Cancel, ClockPort} from '../ports/clock.ts';

/** Stands between the store and the screen: limits how often a frame is published, and publishes at once after
 * a key. */
export interface FrameGate<Frame> {
	/** Tells the gate that the state changed; a frame follows soon. */
	mark(): void;
	/** Publishes now, because the operator is waiting. */
	flush(): void;
	current(): Frame;
	subscribe(listener: () => void): () => void;
	stop(): void;
}

/** At most eight frames a second. */
const intervalMs = 125;
/** A tick and the answers to its requests come so close together that one frame shows them all. */
const togetherMs = 30;

export function createFrameGate<Frame>({
	select,
	clock,
}: {
	readonly select: () => Frame;
	readonly clock: ClockPort;
}): FrameGate<Frame> {
	let published = select();
	let endedMs = clock.monotonicMs();
	/** How long the last frame took. */
	let tookMs = 0;
	let waiting: Cancel | null = null;
	const listeners = new Set<() => void>();

	function publish(): void {
		waiting?.();
		waiting = null;
		const beganMs = clock.monotonicMs();
		const next = select();
		// Most changes of objects change nothing on screen, and to draw a frame costs more than to compare it.
		if (!sameValue(published, next)) {
			published = next;
			for (const listener of listeners) listener();
		}
		endedMs = clock.monotonicMs();
		tookMs = endedMs - beganMs;
	}

	return {
		mark() {
			const sinceMs = clock.monotonicMs() - endedMs;
			waiting ??= clock.after(Math.max(togetherMs, gatherMs(intervalMs, tookMs) - sinceMs), publish);
		},
		flush: publish,
		current: () => published,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		stop() {
			waiting?.();
			waiting = null;
		},
	};
}
