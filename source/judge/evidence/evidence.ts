import {logMean} from '../../statistics/log-sum.ts';
import {type Clock, clockAfter, firstClock, nextClock, startWeight} from '../counts/clock.ts';
import {
	countsOf,
	type EvidenceRow,
	type Interval,
	readRow,
	readShapeRow,
	type ShapeRow,
} from '../counts/evidence-row.ts';
import {type Margin, marginOf} from '../signal-parameters.ts';
import {harmBets, logEvidences} from './log-evidence.ts';
import {emptyMixture, type Mixture, mixtureAfter} from './mixture.ts';

/** The evidence of harm in one signal after some rows. */
export interface Evidence {
	readonly clock: Clock;
	/** One for each bound that is judged. */
	readonly mixtures: readonly Mixture[];
}

/** The log evidence (log M) after each row of a release: what a chart of it draws, as far as nothing was acquitted. */
export function evidenceOverTime(rows: readonly EvidenceRow[], margin: Margin): readonly number[] {
	return overTime(rows.map(readRow), margin);
}

/** The same for the whole histogram: the mean of the evidence at all its finite bounds. */
export function shapeEvidenceOverTime(rows: readonly ShapeRow[], margin: Margin): readonly number[] {
	const bounds = boundsOf(rows[0]);
	return overTime(
		rows.map(row => readShapeRow(row, bounds)),
		margin,
	);
}

export function noEvidence(interval: Interval): Evidence {
	return {clock: firstClock(interval.startMs), mixtures: interval.canaryFailures.map(() => emptyMixture)};
}

/** What each bet gains by a row, for each bound. */
export function gainsOf(interval: Interval, margin: Margin): readonly (readonly number[])[] {
	const ofRow = marginOf(margin, interval.isWarm);
	return interval.canaryFailures.map((_, bound) => logEvidences(countsOf(interval, bound), harmBets, ofRow));
}

/** The evidence after one more row, by what that gains. */
export function evidenceAfter(
	{clock, mixtures}: Evidence,
	seconds: number,
	gains: readonly (readonly number[])[],
): Evidence {
	const logWeight = Math.log(startWeight(clock, seconds));
	return {
		clock: clockAfter(clock, seconds),
		mixtures: mixtures.map((mixture, bound) => mixtureAfter(mixture, logWeight, gains[bound] ?? [])),
	};
}

/** A new clock forgets what was won before it. */
export function withNewClock({clock, mixtures}: Evidence, startMs: number): Evidence {
	return {clock: nextClock(clock, startMs), mixtures: mixtures.map(() => emptyMixture)};
}

export function logEvidenceOf({mixtures}: Evidence): number {
	return logMean(mixtures.map(logMean));
}

function overTime(intervals: readonly Interval[], margin: Margin): readonly number[] {
	let evidence: Evidence | null = null;
	return intervals.map(interval => {
		// A restart in the very first row has nothing to begin anew.
		const before: Evidence = evidence === null ? noEvidence(interval) : restarted(evidence, interval);
		evidence = evidenceAfter(before, interval.seconds, gainsOf(interval, margin));
		return logEvidenceOf(evidence);
	});
}

function restarted(evidence: Evidence, {isRestart, startMs}: Interval): Evidence {
	return isRestart ? withNewClock(evidence, startMs) : evidence;
}

/** How many finite bounds a histogram has. */
function boundsOf(row: ShapeRow | undefined): number {
	return Math.max(0, (row?.canary.length ?? 0) - 1);
}
