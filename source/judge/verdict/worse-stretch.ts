import {logMean, logSum} from '../../statistics/log-sum.ts';
import {countsOf} from '../counts/evidence-row.ts';
import {type AtLeast, atLeastRatio, largestMargin, mixtureOverMargin} from '../evidence/at-least.ts';
import {harmBets, logEvidences, noHarmBets} from '../evidence/log-evidence.ts';
import {type Mixture, mixtureAfter} from '../evidence/mixture.ts';
import {emptyTrend, onsetMs, type Trend, trendAfter} from '../evidence/trend.ts';
import type {JudgeRules} from '../judge-rules.ts';
import {marginOf} from '../signal-parameters.ts';
import {type KeptRow, weightedCounts} from './kept-rows.ts';

/** A time during which the canary is called worse. */
export interface WorseStretch {
	readonly sinceMs: number;
	/** It was convicted by an earlier clock, and the present one has neither convicted nor acquitted it. */
	readonly isCarried: boolean;
	/** Which of the judged bounds convicted it: 0 for a signal that has only one. */
	readonly bound: number;
	/** The most that was ever said of how bad it is at least. */
	readonly peakRatio: number;
	/** The evidence with that as the margin: while it does not convict, no more is to be said. */
	readonly atPeak: Mixture;
	/** The evidence that it is over: for each bet that it is, since each row at which it may have ended. */
	readonly acquittal: {readonly logs: readonly number[]; readonly trend: Trend};
}

/** A wrong acquittal takes so many rows on average, even if the canary fails just as much as is still called worse. */
const acquittalRows = 200;

export interface Conviction {
	readonly sinceMs: number;
	readonly atMs: number;
	readonly bound: number;
	readonly rules: JudgeRules;
}

/** A stretch as it begins, before anything is known of how bad it is. */
export function convicted({sinceMs, atMs, bound, rules}: Conviction): WorseStretch {
	return {
		sinceMs,
		isCarried: false,
		bound,
		peakRatio: rules.parameters.marginRatio,
		atPeak: harmBets.map(() => Number.POSITIVE_INFINITY),
		acquittal: {
			logs: noHarmBets.map(() => Number.NEGATIVE_INFINITY),
			trend: emptyTrend(noHarmBets.length, atMs),
		},
	};
}

/** A stretch with the evidence of one more row that it is over: against "still worse by half of the most that was
 * said". Rows in which pods warm up do not count for that. */
export function stretchAfter(before: WorseStretch, row: KeptRow, rules: JudgeRules): WorseStretch {
	const {relativeMargin, marginRatio} = rules.parameters;
	const atPeak = {...before, atPeak: atPeakAfter(before, row)};
	if (row.isWarm) return atPeak;
	const gained = logEvidences(countsOf(row, before.bound), noHarmBets, {
		relative: relativeMargin + rules.extraRelativeMargin,
		ratio: marginRatio + (before.peakRatio - marginRatio) / 2,
	});
	return {
		...atPeak,
		acquittal: {
			logs: before.acquittal.logs.map((log, bet) => logSum(log, 0) + (gained[bet] ?? 0)),
			trend: trendAfter(before.acquittal.trend, gained, row.startMs),
		},
	};
}

/** When the stretch ended, if there is enough evidence that it did. */
export function acquittedMs({acquittal}: WorseStretch): number | null {
	return logMean(acquittal.logs) >= Math.log(acquittalRows) ? onsetMs(acquittal.trend) : null;
}

/** The stretch with the most that can be said after the rows of its clock. Looks for it only where the evidence shows
 * that there is more to say. */
export function withPeak(stretch: WorseStretch, rows: readonly KeptRow[], logNeed: number): WorseStretch {
	if (stretch.isCarried || logMean(stretch.atPeak) < logNeed) return stretch;
	const mixture = mixtureOverMargin(weightedCounts(rows, stretch.bound));
	const fromRatio = stretch.peakRatio;
	// Row by row it rises a little; only at first is it far above the margin.
	const nearRatio = Math.min(1, fromRatio * 1.1);
	const near = largestMargin(mixture, {logNeed, fromRatio, toRatio: nearRatio});
	const peakRatio = near < nearRatio ? near : largestMargin(mixture, {logNeed, fromRatio: near, toRatio: 1});
	return {...stretch, peakRatio, atPeak: mixture(peakRatio)};
}

/** What can be said now of a stretch whose peak is up to date. */
export function presentRatio(stretch: WorseStretch, rows: readonly KeptRow[], said: Said): number {
	// Of the present clock nothing is proved yet.
	if (stretch.isCarried) return said.fromRatio;
	if (logMean(stretch.atPeak) >= said.logNeed) return stretch.peakRatio;
	return atLeastRatio(weightedCounts(rows, stretch.bound), {...said, toRatio: stretch.peakRatio});
}

type Said = Pick<AtLeast, 'logNeed' | 'fromRatio'>;

function atPeakAfter({atPeak, peakRatio, bound}: WorseStretch, row: KeptRow): Mixture {
	const margin = marginOf({relative: 0, ratio: peakRatio}, row.isWarm);
	return mixtureAfter(atPeak, row.logWeight, logEvidences(countsOf(row, bound), harmBets, margin));
}
