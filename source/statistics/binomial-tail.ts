import {logFactorial} from './log-factorial.ts';

/** Chances this small, relative to the likeliest one that was added, change no digit of the sum. */
const negligible = 1e-18;

export interface Trials {
	readonly trials: number;
	/** The chance of success of each, 0–1. */
	readonly chance: number;
}

/** The chance (0–1) of at least so many successes in independent trials. Whole numbers are expected. */
export function binomialTail({trials, chance}: Trials, successes: number): number {
	if (successes <= 0) return 1;
	if (successes > trials || chance <= 0) return 0;
	if (chance >= 1) return 1;
	// Below the likeliest count the first terms may be too small for a number: the other tail is added instead.
	if (successes <= trials * chance) return 1 - binomialTail({trials, chance: 1 - chance}, trials - successes + 1);
	const odds = chance / (1 - chance);
	let term = Math.exp(logChance({trials, chance}, successes));
	let sum = 0;
	for (let count = successes; count <= trials; count++) {
		sum += term;
		term *= ((trials - count) / (count + 1)) * odds;
		if (term < negligible * sum) break;
	}
	return Math.min(1, sum);
}

function logChance({trials, chance}: Trials, successes: number): number {
	return logChoices(trials, successes) + successes * Math.log(chance) + (trials - successes) * Math.log1p(-chance);
}

function logChoices(all: number, chosen: number): number {
	return logFactorial(all) - logFactorial(chosen) - logFactorial(all - chosen);
}
