import type {Instant} from '../../../domain/instant.ts';
import {formatTime} from '../../../domain/time.ts';

/** What must be remembered of a log to go on with it later, without losing a line or showing one twice. The server
 * takes a start in whole seconds, and sends all lines of that second again. */
export interface ResumeMemory {
	/** The last second that has lines, to ask for lines from there on; null before the first line. */
	since(): string | null;
	/** The stream was opened again from `since`. */
	reopened(): void;
	/** Whether the line is new, and whether lines before it were lost. */
	take(at: Instant, text: string): {readonly isNew: boolean; readonly isGapBefore: boolean};
}

export function createResumeMemory(): ResumeMemory {
	let second = Number.NEGATIVE_INFINITY;
	/** The lines of that second, each with how often it came: lines may be equal in time and text. */
	let seen = new Map<string, number>();
	/** The first instant of that second that was seen: the newest lines alone may have been asked for, and then the
	 * lines before them come when the whole second is sent again. */
	let firstNanos = Number.POSITIVE_INFINITY;
	/** Lines that the reopened stream still has to send again. */
	let expected: Map<string, number> | null = null;

	/** The remembered lines were sent again, or they are gone from the file: it was rotated. */
	function settled(at: Instant): boolean {
		if (expected === null || at.seconds <= second) return false;
		const isGap = expected.size > 0;
		expected = null;
		return isGap;
	}

	return {
		since: () => (Number.isFinite(second) ? formatTime(second * 1000) : null),
		reopened() {
			expected = new Map(seen);
		},
		take(at, text) {
			const isBeforeFirst = at.seconds < second || (at.seconds === second && at.nanos < firstNanos);
			if (expected !== null && isBeforeFirst) return {isNew: false, isGapBefore: false};
			const key = `${at.nanos} ${text}`;
			const left = at.seconds === second ? (expected?.get(key) ?? 0) : 0;
			if (left > 0) {
				if (left === 1) expected?.delete(key);
				else expected?.set(key, left - 1);
				return {isNew: false, isGapBefore: false};
			}
			const isGapBefore = settled(at);
			if (at.seconds > second) {
				second = at.seconds;
				seen = new Map();
				firstNanos = Number.POSITIVE_INFINITY;
			}
			if (at.seconds === second) {
				seen.set(key, (seen.get(key) ?? 0) + 1);
				firstNanos = Math.min(firstNanos, at.nanos);
			}
			return {isNew: true, isGapBefore};
		},
	};
}
