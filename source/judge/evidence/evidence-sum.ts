import {logMean} from '../../statistics/log-sum.ts';
import type {Counts} from '../counts/evidence-row.ts';
import {evidenceLine, harmBets, mostPerRow, noHarmBets} from './log-evidence.ts';

/** The evidence of several rows as a function of the absolute margin, with no relative one: the logarithm of the mean
 * over bets of the product over rows. For bets on harm it falls as the margin rises, for the opposite ones it rises. */
export function evidenceOverMargin(rows: readonly Counts[], side: 'harm' | 'noHarm'): (marginRatio: number) => number {
	const bets = side === 'harm' ? harmBets : noHarmBets;
	// The logarithms are taken once: a search asks for a dozen margins.
	const lines = bets.map(bet => rows.map(row => evidenceLine(row, bet, 0)));
	return marginRatio =>
		logMean(
			lines.map(ofBet => {
				let sum = 0;
				for (const {atZero, slope} of ofBet) sum += Math.min(mostPerRow, atZero - marginRatio * slope);
				return sum;
			}),
		);
}
