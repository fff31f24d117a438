import {type PodCounts, sumOf, total} from './dispersion.ts';

/** How much the failure ratios of stable's pods differ for good: the standard deviation over their mean that is left when
 * chance is taken away. "pods differ by 30 %" is 0.3. Unknown where none of their requests failed. */
export function podVariation(counts: PodCounts, phi: number): number | 'unknown' {
	const {failures, requests} = sumOf(counts);
	const failed = total(failures);
	const all = total(requests);
	if (!(failed > 0 && all > 0)) return 'unknown';
	let beyondChance = 0;
	let squares = 0;
	for (const [pod, ofPod] of requests.entries()) {
		const share = ofPod / all;
		const usual = failed * share;
		beyondChance += ((failures[pod] ?? 0) - usual) ** 2 - phi * usual * (1 - share);
		squares += usual ** 2;
	}
	return Math.sqrt(Math.max(0, beyondChance / squares));
}

/** What few pods add to the relative margin: a lasting difference of pods does not average out, however many requests
 * they get. 2 canary pods beside 20 with a variation of 0.2 add 0.47. */
export function podMargin({variation, canaryPods, stablePods}: PodsBeside): number {
	const known = variation === 'unknown' ? usualVariation : variation;
	const spread = Math.log(1 + known ** 2) * (1 / Math.max(1, canaryPods) + 1 / Math.max(1, stablePods));
	return Math.exp(2.6 * Math.sqrt(spread)) - 1;
}

export interface PodsBeside {
	/** Unknown where pods cannot be told apart. */
	readonly variation: number | 'unknown';
	readonly canaryPods: number;
	readonly stablePods: number;
}

const usualVariation = 0.2;
