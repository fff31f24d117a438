import type {Backtest, BacktestedRelease, BacktestProgress, CannotBacktest, ReadPast} from '../../backtest/report.ts';
import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import type {Result} from '../../domain/result.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';

/** What was read of the past of releases. It is of no moment: a frozen display shows it too. */
export interface PastState {
	/** Kept for the session, so that what was read is not read again. */
	readonly backtests: Readonly<Record<ReleaseKey, BacktestState>>;
	/** The past release that was replayed last; null before the first. */
	readonly replay: ReplayState | null;
}

export interface BacktestState {
	/** Tells this reading from any other. */
	readonly id: string;
	/** The object's own: another one of the name has another past. */
	readonly uid: SafeText;
	readonly begunAtMs: number;
	/** The screen is open, and it is not read to the end. */
	readonly isReading: boolean;
	/** Null until the first part was read. */
	readonly searched: Extract<BacktestProgress, {kind: 'searched'}> | null;
	/** Those that are judged, the newest first; and how many there are, null before all of the time was searched. */
	readonly releases: readonly BacktestedRelease[];
	readonly of: number | null;
	/** Null until it was read to the end, or cannot be. */
	readonly result: Result<Backtest, CannotBacktest> | null;
}

export type BacktestTold = BacktestProgress | {readonly kind: 'ended'; readonly result: BacktestResult};
export type BacktestResult = Result<Backtest, CannotBacktest>;

/** Which past release is replayed. */
export interface ReplayAsked extends Pick<BacktestedRelease, 'past' | 'scheme'> {
	readonly release: ReleaseKey;
}

export interface ReplayState {
	readonly id: string;
	readonly asked: ReplayAsked;
	/** Null until its rows are read. */
	readonly result: ReplayResult | null;
}

export type ReplayResult = Result<ReadPast, CannotBacktest>;

/** What is to be read of the past. */
export type PastAct =
	/** Reads the past of a release; under the id of before it goes on where it was left. */
	| {readonly kind: 'readBacktest'; readonly id: string; readonly release: ReleaseKey}
	| {readonly kind: 'readReplay'; readonly id: string; readonly asked: ReplayAsked}
	/** Nobody looks at it: a query that is under way is broken off. */
	| {readonly kind: 'leaveBacktest'}
	| {readonly kind: 'leaveReplay'};

export const noPast: PastState = {backtests: {}, replay: null};
