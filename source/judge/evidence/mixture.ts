import {logSum} from '../../statistics/log-sum.ts';
import {harmBets} from './log-evidence.ts';

/** For each bet the logarithm of the evidence that was won by it since each row at which harm may have begun, by the
 * weights of those rows. Its `logMean` is log M: from ln(1/α) on, the canary is worse. */
export type Mixture = readonly number[];

export const emptyMixture: Mixture = harmBets.map(() => Number.NEGATIVE_INFINITY);

/** The mixture after one more row: harm may also begin with this one. */
export function mixtureAfter(mixture: Mixture, logWeight: number, logEvidences: readonly number[]): Mixture {
	return mixture.map((log, bet) => logSum(log, logWeight) + (logEvidences[bet] ?? 0));
}
