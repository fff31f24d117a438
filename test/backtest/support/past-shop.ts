import {judgePast} from '../../../source/backtest/judge-past.ts';
import type {Outcome} from '../../../source/backtest/outcome-of.ts';
import type {Backtest, BacktestedRelease, ReadPast} from '../../../source/backtest/report.ts';
import {err, ok} from '../../../source/domain/result.ts';
import {ident, safe} from '../../../source/domain/text/safe-text.ts';
import type {CountedRow, VersionCounts} from '../../../source/engine/state/release-evidence.ts';
import type {MetricsError} from '../../../source/ports/metrics.ts';

const stepSeconds = 45;
export const rowMs = stepSeconds * 1_000;
const hour = 3_600_000;

/** Rows in which so many of 10,000 requests go to the canary, and how these end. */
export interface Stretch {
	readonly rows: number;
	readonly canary: number;
	/** Of the canary's requests, 0–1. */
	readonly failing?: number;
	readonly p50Ms?: number;
	readonly isUnread?: true;
}

/** A past release, as it was found, and the rows that were read of it. */
export interface PastOne {
	readonly release: BacktestedRelease;
	readonly read: ReadPast;
}

/** A release that began with the row of that time, after an hour of stable alone. */
export function pastOne(
	beganMs: number,
	[beside, version]: readonly [string, string],
	stretches: readonly Stretch[],
	ended: Outcome['kind'],
): PastOne {
	const fromMs = Math.floor(beganMs / rowMs) * rowMs;
	const own = stretches.flatMap(stretch => Array.from({length: stretch.rows}, () => countsOf(stretch)));
	const before = Array.from({length: hour / rowMs}, () => countsOf({rows: 1, canary: 0}));
	const rows: readonly CountedRow[] = [...before, ...own].map((row, at) => ({
		...row,
		endMs: fromMs - hour + (at + 1) * rowMs,
	}));
	const atMs = rows.at(-1)?.endMs ?? fromMs;
	const read: ReadPast = {
		rows,
		stepSeconds,
		windowSeconds: 60,
		pods: {canary: 1, stable: 5},
		settings: {},
		fromMs,
		readUntilMs: null,
	};
	const mostShare = Math.max(...stretches.map(({canary}) => canary)) / 10_000;
	const release: BacktestedRelease = {
		version: ident(version),
		beside: ident(beside),
		past: {version: ident(version), beside: ident(beside), fromMs, toMs: atMs, end: 'none', mostShare, gapMs: 0},
		scheme: 'label',
		outcome: ended === 'running' ? {kind: ended} : {kind: ended, atMs},
		judged: ok(judgePast(rows, read)),
		judgedUntilMs: null,
	};
	return {release, read};
}

function countsOf({canary, failing = 0.001, p50Ms = 45, isUnread}: Stretch): Pick<CountedRow, 'stable' | 'canary'> {
	if (isUnread) return {stable: null, canary: null};
	return {stable: counted(10_000 - canary, 0.001, 45), canary: counted(canary, failing, p50Ms)};
}

const bounds = [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, Number.POSITIVE_INFINITY];

function counted(requests: number, failing: number, p50Ms: number): VersionCounts {
	const counts = bounds.map(upperMs => ({upperMs, cumulative: requests / (1 + (upperMs / p50Ms) ** -2.7)}));
	return {requests, failures: requests * failing, counts: requests === 0 ? null : counts};
}

const timeout: MetricsError = {kind: 'timeout', status: null, message: safe`no answer within 5 s`};

/** Eight releases of four weeks before this time, the newest first: of one the rows could not be read. The second one was
 * slow and failing, was called, and was taken back. */
export function pastShop(nowMs: number): readonly [PastOne, PastOne, ...PastOne[]] {
	const day = 24 * hour;
	const calm = (canary: number, rows: number): Stretch => ({rows, canary});
	const promoted = [calm(500, 20), calm(2_000, 20), calm(5_000, 30)];
	const ofDay = (
		days: number,
		tags: readonly [string, string],
		stretches: readonly Stretch[],
		ended: Outcome['kind'],
	) => pastOne(nowMs - days * day, tags, stretches, ended);
	const unread = ofDay(20, ['2.3.0', '2.4.0'], promoted, 'promoted');
	return [
		ofDay(2, ['2.7.0', '2.8.1'], promoted, 'promoted'),
		ofDay(
			5,
			['2.7.0', '2.8.0'],
			[
				calm(500, 8),
				{rows: 1, canary: 500, isUnread: true},
				{rows: 24, canary: 2_000, failing: 0.02, p50Ms: 140},
				calm(0, 1),
			],
			'rolledBack',
		),
		ofDay(9, ['2.6.0', '2.7.0'], promoted, 'promoted'),
		ofDay(12, ['2.5.0', '2.6.0'], [{rows: 30, canary: 2_000, failing: 0.02}, calm(5_000, 30)], 'promoted'),
		ofDay(14, ['2.4.0', '2.5.0'], promoted, 'promoted'),
		ofDay(16, ['2.4.0', '2.5.0-rc.1'], [calm(500, 12), calm(0, 1)], 'rolledBack'),
		{...unread, release: {...unread.release, judged: err(timeout)}},
		ofDay(26, ['2.2.1', '2.3.0'], promoted, 'promoted'),
	];
}

/** The report of these releases. */
export function reportOf(ones: readonly PastOne[], toMs: number): Backtest {
	return {
		sinceMs: toMs - 90 * 24 * hour,
		fromMs: toMs - 30 * 24 * hour,
		toMs,
		scheme: 'label',
		togetherAtStart: [],
		incomparable: null,
		unresolved: [],
		releases: ones.map(({release}) => release).toReversed(),
	};
}
