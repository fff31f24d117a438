import type {Counts} from '../counts/evidence-row.ts';
import type {Margin} from '../signal-parameters.ts';

/** By how many times the canary fails more than stable: each is a bet on that, and all are laid at once. */
export const harmBets: readonly number[] = [1.1, 1.2, 1.4, 1.7, 2.2, 3, 5, 9, 20, 60, 200];
/** The opposite bets: that it fails less than the margin allows. */
export const noHarmBets: readonly number[] = harmBets.map(bet => 1 / bet);

/** More than this no single row may count, so that none convicts by itself. */
export const mostPerRow = 4;

/** The log evidence of one row by one bet: an e-variable's logarithm. For a bet above 1 its mean is at most 1 while the
 * canary's failure ratio is at most stable's by the margin, whatever stable's ratio is; for one below 1, while it is at
 * least that. 0 where one version was not asked. Turner, Ly and Grünwald (arXiv 2106.02693) in Poisson form (2303.00471). */
export function logEvidence(counts: Counts, bet: number, margin: Margin): number {
	return capped(evidenceLine(counts, bet, margin.relative), margin.ratio);
}

/** The log evidence by each of several bets. */
export function logEvidences(counts: Counts, bets: readonly number[], margin: Margin): readonly number[] {
	return bets.map(bet => logEvidence(counts, bet, margin));
}

/** Before it is capped, log evidence is a straight line over the absolute margin. */
export interface EvidenceLine {
	readonly atZero: number;
	/** What a margin of 1 takes away: above 0 for bets above 1, below 0 for the others. */
	readonly slope: number;
}

export function evidenceLine(counts: Counts, bet: number, relative: number): EvidenceLine {
	const {canaryFailures, canaryRequests, stableFailures, stableRequests, phi} = counts;
	if (!(canaryRequests > 0 && stableRequests > 0)) return nothing;
	const weighted = (1 + relative) * canaryRequests;
	const onStable = (weighted + stableRequests) / (bet * weighted + stableRequests);
	const onCanary = bet * onStable;
	return {
		atZero: (canaryFailures * Math.log(onCanary) + stableFailures * Math.log(onStable)) / phi,
		slope: (canaryRequests * (onCanary - 1)) / phi,
	};
}

const nothing: EvidenceLine = {atZero: 0, slope: 0};

function capped({atZero, slope}: EvidenceLine, marginRatio: number): number {
	return Math.min(mostPerRow, atZero - marginRatio * slope);
}
