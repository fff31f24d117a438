import type {Result} from '../domain/result.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import type {CountedRow} from '../engine/state/release-evidence.ts';
import type {MetricsError} from '../ports/metrics.ts';
import type {PastRelease} from '../traffic/versions/past-releases.ts';
import type {VersionScheme} from '../traffic/versions/version-names.ts';
import type {JudgePast} from './begin-past.ts';
import type {JudgedPast} from './judge-past.ts';
import type {Outcome} from './outcome-of.ts';

export interface Backtest {
	readonly sinceMs: number;
	/** The first step with requests: before it nothing is known. */
	readonly fromMs: number;
	readonly toMs: number;
	/** By what versions are told apart; null where there never were two. */
	readonly scheme: VersionScheme | null;
	/** Versions that had requests side by side from the first step on: nobody saw that release begin. */
	readonly togetherAtStart: readonly SafeText[];
	/** What makes a comparison of the versions wrong now, and perhaps did then; null where nothing does. */
	readonly incomparable: SafeText | null;
	/** Names with requests that may be the release's, and mean nothing that is in the cluster now: these are not counted. */
	readonly unresolved: readonly SafeText[];
	/** In the order in which they began. */
	readonly releases: readonly BacktestedRelease[];
}

export interface BacktestedRelease {
	/** As people call it, or as the series name it; or `canary`, where only its Service does. */
	readonly version: SafeText;
	/** The version beside it, likewise. */
	readonly beside: SafeText;
	/** As the series tell it. */
	readonly past: PastRelease;
	/** By what its versions are told apart. */
	readonly scheme: VersionScheme;
	readonly outcome: Outcome;
	/** Null where no row holds requests to both versions; an error where the rows could not be read. */
	readonly judged: Result<JudgedPast | null, MetricsError>;
	/** Rows after this time were not read: the release took longer than is judged. */
	readonly judgedUntilMs: number | null;
}

/** The rows of a past release, and what they are judged by. */
export interface ReadPast extends JudgePast {
	/** Ascending, from an hour before the release on. */
	readonly rows: readonly CountedRow[];
	readonly windowSeconds: number;
	/** Later rows were not read: the release took longer than is judged. Null where all were. */
	readonly readUntilMs: number | null;
}

/** Why nothing can be said of the past. */
export type CannotBacktest =
	| {readonly kind: 'metrics'; readonly error: MetricsError}
	| {readonly kind: 'farApart'; readonly scrapeSeconds: number}
	| {readonly kind: 'gone'}
	| {readonly kind: 'blueGreen'}
	| {readonly kind: 'noService'}
	| {readonly kind: 'noHistory'; readonly sinceMs: number}
	/** All its requests are counted under names that mean nothing that is in the cluster now. */
	| {readonly kind: 'unresolved'; readonly names: readonly SafeText[]}
	/** `names`: what its series name. */
	| {readonly kind: 'noVersions'; readonly names: readonly SafeText[]; readonly because: NoVersions};

/** `limit`: the provider counts all versions as one, in its own words. `labels`: they have a label for versions, which is
 * not set. `services`: only a Service for each version can tell them. */
export type NoVersions =
	| {readonly kind: 'limit'; readonly text: SafeText}
	| {readonly kind: 'labels'}
	| {readonly kind: 'services'};

/** How far a backtest has come. */
export type BacktestProgress =
	/** So much of the time was searched, milliseconds. */
	| {readonly kind: 'searched'; readonly doneMs: number; readonly ofMs: number}
	/** One more of so many releases was judged: the newest first. */
	| {readonly kind: 'judged'; readonly release: BacktestedRelease; readonly of: number};
