import type {ClockPort} from '../../../ports/clock.ts';

/** When each of the logs that are followed was last heard of: a log that stays silent while its siblings talk may
 * have stopped without an end. */
export interface Talk {
	heard(): void;
	/** Whether another log was heard of since then, by the monotonic clock. */
	othersSince(sinceMs: number): boolean;
	leave(): void;
}

export function createTalks(clock: ClockPort): {join(): Talk} {
	const heardMs = new Map<object, number>();
	return {
		join() {
			const self = {};
			return {
				heard: () => heardMs.set(self, clock.monotonicMs()),
				othersSince: sinceMs => [...heardMs].some(([other, atMs]) => other !== self && atMs > sinceMs),
				leave: () => heardMs.delete(self),
			};
		},
	};
}
