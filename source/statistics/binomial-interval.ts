import {binomialTail} from './binomial-tail.ts';
import {lastAbove} from './last-above.ts';

/** The exact 95 % interval (Clopper and Pearson's) of a chance, 0–1, of which so many of so many runs are known. */
export function binomialInterval(count: number, trials: number): {readonly low: number; readonly high: number} {
	return {
		low: count === 0 ? 0 : mostChance({trials, successes: count, tail: 0.025}),
		high: count === trials ? 1 : mostChance({trials, successes: count + 1, tail: 0.975}),
	};
}

interface Tail {
	readonly trials: number;
	readonly successes: number;
	readonly tail: number;
}

/** The largest chance at which so many successes or more are not likelier than `tail`. */
function mostChance({trials, successes, tail}: Tail): number {
	return lastAbove({valueAt: chance => -binomialTail({trials, chance}, successes), from: 0, to: 1}, -tail) ?? 0;
}
