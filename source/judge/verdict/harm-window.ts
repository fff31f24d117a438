import {logMean} from '../../statistics/log-sum.ts';
import type {Clock} from '../counts/clock.ts';
import {countsOf, type Interval} from '../counts/evidence-row.ts';
import {logEvidences, noHarmBets} from '../evidence/log-evidence.ts';
import {noHarmMiss, type TimedCounts} from '../evidence/seconds-to-no-harm.ts';
import {careRatio, type SignalParameters} from '../signal-parameters.ts';
import {type KeptRow, timedCounts} from './kept-rows.ts';

/** The last 30 to 60 minutes of a clock, or all of a younger one: what "no harm above" is said of. */
export interface HarmWindow {
	readonly startMs: number;
	readonly seconds: number;
	readonly canaryRequests: number;
	readonly stableFailures: number;
	readonly stableRequests: number;
	/** Evidence against harm at two margins, one below and one above what matters. */
	readonly held: readonly HeldEvidence[];
}

/** The evidence against an excess of `marginRatio`, for each bet, over the rows of the window. */
interface HeldEvidence {
	readonly marginRatio: number;
	readonly logs: readonly number[];
}

const wholeMs = 3_600_000;
const gridMs = 1_800_000;
const leastSeconds = 60;
/** Once said, it stays said while the bound is only somewhat above. */
const stayFactor = 1.25;
/** The margins at which evidence is held are powers of this: they seldom change while stable's ratio moves a little. */
const marginStep = 1.1;

/** The window after one more row, the newest of the clock's rows. */
export function windowAfter(before: HarmWindow | null, rows: readonly KeptRow[], clock: Clock): HarmWindow {
	const row = rows.at(-1);
	const startMs = windowStartMs(clock.startMs, row?.endMs ?? clock.startMs);
	if (before?.startMs !== startMs || row === undefined) return summed(emptyWindow(startMs), rows.filter(isIn(startMs)));
	return isIn(startMs)(row) ? summed(before, [row]) : before;
}

export interface NoHarmQuestion {
	readonly window: HarmWindow;
	readonly rows: readonly KeptRow[];
	readonly parameters: SignalParameters;
	/** It was said of the row before. */
	readonly wasSaid: boolean;
}

export interface NoHarmAnswer {
	readonly isSaid: boolean;
	readonly window: HarmWindow;
}

/** Whether there is no harm above what matters: the upper bound of the excess is not above that. As evidence rises with
 * the margin, what is held below and above it answers for most rows without looking at the others again. */
export function isWithoutHarm({window, rows, parameters, wasSaid}: NoHarmQuestion): NoHarmAnswer {
	if (window.seconds < leastSeconds) return {isSaid: false, window};
	const most = careRatio(parameters, stableRatioOf(window)) * (wasSaid ? stayFactor : 1);
	const power = Math.floor(Math.log(most) / Math.log(marginStep));
	const evidenceAt = (marginRatio: number) =>
		window.held.find(held => held.marginRatio === marginRatio) ??
		gained({marginRatio, logs: noHarmBets.map(() => 0)}, rows.filter(isIn(window.startMs)));
	const below = evidenceAt(marginStep ** power);
	const above = evidenceAt(marginStep ** (power + 1));
	const isShownBy = ({logs}: HeldEvidence) => logMean(logs) >= Math.log(1 / noHarmMiss);
	return {
		isSaid: isShownBy(below) || (isShownBy(above) && isShownBy(evidenceAt(most))),
		window: {...window, held: [below, above]},
	};
}

/** How long it must still be watched before anything is said of it, whatever it shows. */
export function secondsToWatch({seconds}: HarmWindow): number {
	return leastSeconds - seconds;
}

/** The rows that the window consists of. */
export function windowRows({startMs}: HarmWindow, rows: readonly KeptRow[]): readonly TimedCounts[] {
	return timedCounts(rows.filter(isIn(startMs)), 0);
}

function windowStartMs(clockStartMs: number, endMs: number): number {
	const ageMs = endMs - clockStartMs;
	return ageMs <= wholeMs ? clockStartMs : clockStartMs + (Math.floor(ageMs / gridMs) - 1) * gridMs;
}

// While pods warm up they say nothing of how the canary will do.
function isIn(fromMs: number): (row: Interval) => boolean {
	return ({startMs, isWarm}) => startMs >= fromMs && !isWarm;
}

function emptyWindow(startMs: number): HarmWindow {
	return {startMs, seconds: 0, canaryRequests: 0, stableFailures: 0, stableRequests: 0, held: []};
}

function summed(window: HarmWindow, rows: readonly KeptRow[]): HarmWindow {
	const sums = {...window, held: window.held.map(held => gained(held, rows))};
	for (const row of timedCounts(rows, 0)) {
		sums.seconds += row.seconds;
		sums.canaryRequests += row.canaryRequests;
		sums.stableFailures += row.stableFailures;
		sums.stableRequests += row.stableRequests;
	}
	return sums;
}

function gained(held: HeldEvidence, rows: readonly KeptRow[]): HeldEvidence {
	const margin = {relative: 0, ratio: held.marginRatio};
	const logs = [...held.logs];
	for (const row of rows) {
		for (const [bet, log] of logEvidences(countsOf(row, 0), noHarmBets, margin).entries())
			logs[bet] = (logs[bet] ?? 0) + log;
	}
	return {marginRatio: held.marginRatio, logs};
}

// Half a failure more, so that none seen is not taken for none possible.
function stableRatioOf({stableFailures, stableRequests}: HarmWindow): number {
	return (stableFailures + 0.5) / (stableRequests + 1);
}
