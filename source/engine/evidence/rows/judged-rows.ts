import type {QuantilePair} from '../../../domain/release/verdict.ts';
import type {Judging, ReleaseEvidence} from '../../state/release-evidence.ts';
import type {SignalNow} from './signals-now.ts';

/** Rows of a release that were judged, of now or of the past. */
export interface JudgedRows extends Pick<ReleaseEvidence, 'fromMs' | 'upToMs' | 'stepSeconds' | 'isFromLater'> {
	readonly judging: Judging;
}

export interface SignalsTold {
	readonly signals: readonly SignalNow[];
	/** The signal whose verdict is the release's. */
	readonly now: SignalNow;
}

/** What is known beside the rows. */
export interface BesideRows {
	/** When the weight changed last; null where it did not. */
	readonly changedAtMs: number | null;
	/** p95 and p99 of both versions over the last minutes; asked for only where latency convicts. */
	quantiles(): Quantiles | null;
}

export interface Quantiles {
	readonly p95: QuantilePair;
	readonly p99: QuantilePair;
}
