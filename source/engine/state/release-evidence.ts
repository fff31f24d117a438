import type {RevisionKey} from '../../domain/cluster/keys.ts';
import type {ChosenFailures} from '../../domain/settings/failure-rule.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {JudgeRules} from '../../judge/judge-rules.ts';
import type {ChosenSettings} from '../../judge/settings/chosen-settings.ts';
import type {Signal} from '../../judge/signal-parameters.ts';
import type {SignalState} from '../../judge/verdict/signal-state.ts';
import type {CumulativeCount} from '../../statistics/histogram.ts';

/** What is judged: another object, canary or stable version begins anew. */
export interface JudgedVersions {
	readonly uid: SafeText;
	readonly canary: RevisionKey | null;
	readonly stable: RevisionKey | null;
}

export function isSameJudged(one: JudgedVersions, other: JudgedVersions): boolean {
	return one.uid === other.uid && one.canary === other.canary && one.stable === other.stable;
}

/** What the rows of one release show so far. Its size does not grow with the release. */
export interface ReleaseEvidence extends JudgedVersions {
	/** The rows are asked with this window, and are so far apart. */
	readonly windowSeconds: number;
	readonly stepSeconds: number;
	/** Where the canary's first row begins; rows before it are stable's past. */
	readonly fromMs: number;
	/** The canary may have run before the first row. */
	readonly isFromLater: boolean;
	/** The end of the last row, by the server's clock. */
	readonly upToMs: number;
	/** The rows up to the present were read once: what they show is the verdict, no longer a part of it. */
	readonly isCaughtUp: boolean;
	/** What was known before more of the release was read: it is told until that is caught up. */
	readonly meanwhile: ReleaseEvidence | null;
	/** What was configured when its first rows were read: it counts for this canary, whatever is configured later. */
	readonly chosen: ChosenSettings;
	/** What counted as a failure then, and does in all its rows; null where that is the mesh's own rule. */
	readonly failures: ChosenFailures | null;
	/** Rows of stable before the canary, until they are judged by. */
	readonly past: readonly VersionCounts[];
	/** Sums over all its rows: a way back is proved by them. */
	readonly sums: EvidenceSums;
	/** Null before the canary's first row. */
	readonly judging: Judging | null;
}

/** Requests that did not go to the canary, in the rows before it and in those while it ran, and those that did. */
export interface EvidenceSums {
	readonly before: VersionCounts;
	readonly beside: VersionCounts;
	readonly canary: VersionCounts;
}

/** What both versions did in one row; null where that could not be read. */
export interface CountedRow {
	readonly endMs: number;
	readonly stable: VersionCounts | null;
	readonly canary: VersionCounts | null;
}

export interface VersionCounts {
	readonly requests: number;
	readonly failures: number;
	/** Requests at or below each bound; null where no histogram is told. */
	readonly counts: readonly CumulativeCount[] | null;
}

export interface Judging {
	/** Chosen with the canary's first row, by what stable did before it, and never changed after. */
	readonly signals: readonly JudgedSignal[];
	readonly states: Readonly<Partial<Record<Signal, SignalState>>>;
	/** Rows since the canary, and those of them that could not be read. */
	readonly rows: number;
	readonly unreadRows: number;
	/** Where the first of the rows began that could not be read since the last one that could; null where none is. */
	readonly unreadFromMs: number | null;
	/** Rows that were left out as the versions got different requests. */
	readonly skippedRows: number;
	/** Where the last row began with which every clock began anew; null where none did. */
	readonly restartMs: number | null;
	/** The same, where requests to the canary had been judged before; null where none did. */
	readonly anewMs: number | null;
	/** The evidence over time, oldest first: of every so many rows. */
	readonly trace: readonly TracePoint[];
	readonly traceEvery: number;
}

export interface JudgedSignal {
	readonly rules: JudgeRules;
	/** The variance of its counts over that of independent requests, at least 1; assumed where it is not known. */
	readonly phi: number;
	readonly isPhiKnown: boolean;
	/** Milliseconds above which a request counts as failed: none of errors, one of slow and very slow, all of shape. */
	readonly boundsMs: readonly number[];
	/** By which the margin for few pods was chosen. */
	readonly pods: {readonly canary: number; readonly stable: number};
}

/** The logarithm of each signal's evidence after a row. */
export interface TracePoint {
	readonly atMs: number;
	readonly logEvidence: Readonly<Partial<Record<Signal, number>>>;
}
