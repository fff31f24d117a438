import type {Replayed} from '../../../backtest/replayed.ts';
import type {Verdict} from '../../../domain/release/verdict.ts';
import {sumBuckets} from '../../../domain/signals/sum-buckets.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatDuration} from '../../../domain/time.ts';
import type {TrafficFigures} from '../../../traffic/row-traffic.ts';
import {type Sides, sidesOver} from '../../evidence/comparison/comparison.ts';
import {recentMs} from '../../evidence/comparison/period.ts';
import {signalsOf} from '../../evidence/rows/signals-now.ts';
import {leadingOf, verdictOfRows} from '../../evidence/rows/verdict-of-rows.ts';
import type {CountedRow, VersionCounts} from '../../state/release-evidence.ts';

/** What was known of a past release at the end of one of its rows: nothing here looks at a later one. */
export interface ReplayAt {
	/** The end of the row. */
	readonly atMs: number;
	readonly row: CountedRow;
	/** Null where the rows judge nothing yet. */
	readonly verdict: Verdict | null;
	/** Both versions over the last minutes since the share jumped; null where no row of them was read. */
	readonly sides: Sides | null;
	/** Failed requests so far that stable would not have had; null where the evidence never showed such harm. */
	readonly extraFailures: number | null;
}

export function replayAt(replayed: Replayed, index: number): ReplayAt | null {
	const {rows, jumpsMs, fromMs, stepSeconds} = replayed;
	const row = rows[index];
	if (!row) return null;
	const atMs = row.endMs;
	const jumpedMs = jumpsMs.findLast(jumpMs => jumpMs <= atMs) ?? null;
	const sides = sidesOf(replayed, index, jumpedMs);
	const judging = replayed.judgingAt(index);
	const signals = signalsOf(judging);
	const now = leadingOf(signals);
	const judged = {judging, fromMs, upToMs: atMs, stepSeconds, isFromLater: false};
	const verdict = now && verdictOfRows(judged, {signals, now}, {changedAtMs: jumpedMs, quantiles: () => sides});
	const {errors} = judging.states;
	const wasHarmed = errors !== undefined && (errors.kind === 'worse' || errors.history.length > 0);
	return {atMs, row, verdict, sides, extraFailures: wasHarmed ? extraOf(rows.slice(0, index + 1)) : null};
}

/** What a version did in one row, as rates. */
export function figuresOfRow({requests, failures, counts}: VersionCounts, seconds: number): TrafficFigures {
	return {
		requestsPerSecond: requests / seconds,
		errorsPerSecond: failures / seconds,
		buckets: counts?.map(({upperMs, cumulative}) => ({upperMs, perSecond: cumulative / seconds})) ?? null,
	};
}

function sidesOf({rows, stepSeconds, windowSeconds}: Replayed, index: number, jumpedMs: number | null): Sides | null {
	const atMs = rows[index]?.endMs ?? 0;
	const sinceMs = Math.max(atMs - recentMs(windowSeconds), jumpedMs ?? 0);
	const recent = rows.slice(0, index + 1).filter(({endMs}) => endMs > sinceMs);
	// Right after a jump there is the row alone in which the share jumped.
	const last = (recent.length > 0 ? recent : rows.slice(index, index + 1)).flatMap(({stable, canary}) =>
		stable && canary ? [{stable, canary}] : [],
	);
	if (last.length === 0) return null;
	const seconds = last.length * stepSeconds;
	const mean = (of: 'stable' | 'canary') => meanOf(last.map(row => figuresOfRow(row[of], stepSeconds)));
	return sidesOver({
		stable: mean('stable'),
		canary: mean('canary'),
		seconds,
		latencySeconds: seconds,
		label: overText(seconds),
		isBeforeChange: false,
	});
}

function overText(seconds: number): SafeText {
	return safe`over ${ident(formatDuration(seconds * 1000))}`;
}

function meanOf(figures: readonly TrafficFigures[]): TrafficFigures {
	const count = figures.length;
	const mean = (of: (one: TrafficFigures) => number) => figures.reduce((sum, one) => sum + of(one), 0) / count;
	// A row without requests has no histogram, and adds nothing to that of the others.
	const histograms = figures.flatMap(({buckets}) => (buckets ? [buckets] : []));
	const sum = sumBuckets(histograms);
	return {
		requestsPerSecond: mean(one => one.requestsPerSecond),
		errorsPerSecond: mean(one => one.errorsPerSecond),
		buckets: sum?.map(({upperMs, perSecond}) => ({upperMs, perSecond: perSecond / count})) ?? null,
	};
}

/** Row by row, so that a bad hour of both versions is not laid to the canary. Rows that were not read count for nothing. */
function extraOf(rows: readonly CountedRow[]): number {
	const extra = rows.reduce((sum, {stable, canary}) => {
		if (!stable || !canary || stable.requests <= 0) return sum;
		return sum + canary.failures - (canary.requests * stable.failures) / stable.requests;
	}, 0);
	return Math.max(0, extra);
}
