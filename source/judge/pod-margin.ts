import {type PodCounts, sumOf, total} from './dispersion.ts';

/** How much the failure ratios of pods differ for good, as a standard deviation over their mean, where pods cannot be
 * told apart or none of their requests failed. */
export const unknownVariation = 0.2;

/** How much the failure ratios of stable's pods differ for good: what is left of their differences when chance is taken
 * away. "pods differ by 30 %" is 0.3. */
export function podVariation(counts: PodCounts, phi: number): number {
	const {failures, requests} = sumOf(counts);
	const failed = total(failures);
	const all = total(requests);
	if (!(failed > 0 && all > 0)) return unknownVariation;
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
	const spread = Math.log(1 + variation ** 2) * (1 / Math.max(1, canaryPods) + 1 / Math.max(1, stablePods));
	return Math.exp(2.6 * Math.sqrt(spread)) - 1;
}

export interface PodsBeside {
	readonly variation: number;
	readonly canaryPods: number;
	readonly stablePods: number;
}
