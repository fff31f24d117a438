import type {RecoveryOfSignal, RecoveryRules} from '../../judge/recovered.ts';
import type {Signal} from '../../judge/signal-parameters.ts';
import type {VersionCounts} from './release-evidence.ts';

/** What the rows show of a release since it was taken back. */
export interface SinceBack {
	readonly intentId: string;
	/** What the requests since are compared with, by what the rows showed until then; null before any of them was read. */
	readonly compared: readonly ComparedSignal[] | null;
	/** The end of the last row that was read, by the server's clock; null before the way back had its effect. */
	readonly upToMs: number | null;
	/** The rows that lie wholly after it and could be read, oldest first. */
	readonly rows: readonly RowSinceBack[];
	/** What they show of each signal; none before the first row. */
	readonly shown: readonly ShownSince[];
}

/** All requests of one row that did not go to the canary. */
export interface RowSinceBack {
	readonly startMs: number;
	readonly endMs: number;
	readonly isWarm: boolean;
	readonly counts: VersionCounts;
}

export interface ComparedSignal {
	readonly signal: Signal;
	/** Above which a request counts as failed; null of errors. */
	readonly boundMs: number | null;
	readonly rules: RecoveryRules;
	/** Whose requests are usual. */
	readonly usualIs: UsualIs;
}

/** Of all requests but the canary's before it came, or while it ran; or of the canary itself, where there were no
 * others. */
export type UsualIs = 'before' | 'beside' | 'canary' | 'unknown';

export interface ShownSince {
	readonly compared: ComparedSignal;
	readonly kind: RecoveryOfSignal;
	readonly failures: number;
	readonly requests: number;
}
