import type {RevisionKey} from '../domain/cluster/keys.ts';
import type {Instant} from '../domain/instant.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/** One line of one pod, on its way to the screen. */
export interface LogEntry {
	/** Its namespace and name: `shop/web-0`. */
	readonly pod: SafeText;
	/** The version that the pod runs; null where that is not known. */
	readonly revision: RevisionKey | null;
	readonly at: Instant;
	readonly text: SafeText;
	/** perch's own remark about the pod's log, not a line of the container. */
	readonly isNote: boolean;
	/** Written within a minute after the container started: lines that a pod writes only once. */
	readonly isOfStart: boolean;
}

/** Numbers count up with every entry, so that a place in the log stays the same while lines come and go. */
export type NumberedEntry = LogEntry & {readonly number: number};
