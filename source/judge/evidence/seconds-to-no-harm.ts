import type {Counts} from '../counts/evidence-row.ts';
import {careRatio, type SignalParameters} from '../signal-parameters.ts';
import {evidenceLine, logEvidence, mostPerRow, noHarmBets} from './log-evidence.ts';

/** Counts with the time that they took. */
export interface TimedCounts extends Counts {
	readonly seconds: number;
}

/** The chance that a bound which says "no harm above this" is too low. */
export const noHarmMiss = 0.05;

const recentRows = 20;

/** About how many seconds it takes until there is no harm above what matters, if the canary goes on to fail like
 * stable: by the rates of the last rows, and what all of them have shown. Null without traffic on both sides. */
export function secondsToNoHarm(rows: readonly TimedCounts[], parameters: SignalParameters): number | null {
	const recent = rows.slice(-recentRows);
	const phi = recent.at(-1)?.phi;
	const sums = sumsOf(recent);
	if (phi === undefined || !(sums.seconds > 0 && sums.canaryRequests > 0 && sums.stableRequests > 0)) return null;
	const stableRatio = (sums.stableFailures + 0.5) / (sums.stableRequests + 1);
	const care = careRatio(parameters, stableRatio);
	const perSecond: Counts = {
		canaryRequests: sums.canaryRequests / sums.seconds,
		stableRequests: sums.stableRequests / sums.seconds,
		canaryFailures: (sums.canaryRequests / sums.seconds) * stableRatio,
		stableFailures: (sums.stableRequests / sums.seconds) * stableRatio,
		phi,
	};
	const mostPerSecond = (mostPerRow * recent.length) / sums.seconds;
	// One third of the bets share what is needed: on average the best one needs this much by itself.
	const need = Math.log(1 / noHarmMiss) + Math.log(11 / 3);
	const times = noHarmBets.flatMap(bet => {
		const {atZero, slope} = evidenceLine(perSecond, bet, 0);
		const growth = Math.min(mostPerSecond, atZero - care * slope);
		if (!(growth > 0)) return [];
		const won = rows.reduce((sum, row) => sum + logEvidence(row, bet, {relative: 0, ratio: care}), 0);
		return [Math.max(0, need - won) / growth];
	});
	return times.length === 0 ? null : Math.min(...times);
}

function sumsOf(rows: readonly TimedCounts[]) {
	const sums = {seconds: 0, canaryRequests: 0, stableFailures: 0, stableRequests: 0};
	for (const row of rows) {
		sums.seconds += row.seconds;
		sums.canaryRequests += row.canaryRequests;
		sums.stableFailures += row.stableFailures;
		sums.stableRequests += row.stableRequests;
	}
	return sums;
}
