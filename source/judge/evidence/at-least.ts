import {lastAbove} from '../../statistics/last-above.ts';
import {logMean} from '../../statistics/log-sum.ts';
import type {Counts} from '../counts/evidence-row.ts';
import {marginOf} from '../signal-parameters.ts';
import {evidenceLine, harmBets, mostPerRow} from './log-evidence.ts';
import type {Mixture} from './mixture.ts';

/** A row with the weight of all harm that begins with it. */
export interface WeightedCounts extends Counts {
	readonly logWeight: number;
	readonly isWarm: boolean;
}

export interface AtLeast {
	/** The log evidence that convicts. */
	readonly logNeed: number;
	/** The margin that the canary is judged by: less is never said. */
	readonly fromRatio: number;
	/** More than this is known not to be shown; 1 where nothing is known. */
	readonly toRatio: number;
}

/** How much more often (0–1) the canary fails than stable, at least, in some stretch that ends with the last row: the
 * largest absolute margin, without a relative one, by which the evidence still convicts, or `fromRatio` where even that
 * one does not. Rows are those of one clock. Rows that are left out at the beginning can only make it less: fewer
 * starts are mixed. */
export function atLeastRatio(rows: readonly WeightedCounts[], limits: AtLeast): number {
	return largestMargin(mixtureOverMargin(rows), limits);
}

/** The same of rows whose mixture is known. */
export function largestMargin(mixture: MixtureOverMargin, {logNeed, fromRatio, toRatio}: AtLeast): number {
	return lastAbove({valueAt: margin => logMean(mixture(margin)), from: fromRatio, to: toRatio}, logNeed) ?? fromRatio;
}

/** The mixture that rows make with a given absolute margin and no relative one. */
export type MixtureOverMargin = (marginRatio: number) => Mixture;

export function mixtureOverMargin(rows: readonly WeightedCounts[]): MixtureOverMargin {
	const weights = Float64Array.from(rows, ({logWeight}) => Math.exp(logWeight));
	// The logarithms are taken once: a search asks for a dozen margins.
	const ofBets = harmBets.map(bet => {
		const atZero = new Float64Array(rows.length);
		const slope = new Float64Array(rows.length);
		for (const [index, row] of rows.entries()) {
			const margin = marginOf({relative: 0, ratio: 0}, row.isWarm);
			const line = evidenceLine(row, bet, margin.relative);
			atZero[index] = line.atZero - margin.ratio * line.slope;
			slope[index] = line.slope;
		}
		return {atZero, slope, weights};
	});
	return marginRatio => ofBets.map(lines => logMixture(lines, marginRatio));
}

interface WeightedLines {
	readonly atZero: Float64Array;
	readonly slope: Float64Array;
	readonly weights: Float64Array;
}

/** Above this the sum is kept in units of itself, so that it does not overflow. */
const mostSum = 1e250;

function logMixture({atZero, slope, weights}: WeightedLines, marginRatio: number): number {
	let sum = 0;
	let logUnit = 0;
	let perUnit = 1;
	for (let index = 0; index < weights.length; index++) {
		const gained = Math.min(mostPerRow, (atZero[index] ?? 0) - marginRatio * (slope[index] ?? 0));
		sum = (sum + (weights[index] ?? 0) * perUnit) * Math.exp(gained);
		if (sum > mostSum) {
			logUnit += Math.log(sum);
			perUnit = Math.exp(-logUnit);
			sum = 1;
		}
	}
	return Math.log(sum) + logUnit;
}
