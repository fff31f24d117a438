/** The logarithm of the sum of two numbers that are given as logarithms; minus infinity stands for 0. */
export function logSum(one: number, other: number): number {
	const [high, low] = one > other ? [one, other] : [other, one];
	return low === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
}

/** The logarithm of the mean of numbers that are given as logarithms; minus infinity where all of them are 0. */
export function logMean(logs: readonly number[]): number {
	let highest = Number.NEGATIVE_INFINITY;
	for (const log of logs) if (log > highest) highest = log;
	// Relative to the highest nothing overflows, and what underflows is not seen in the sum.
	if (!Number.isFinite(highest)) return highest;
	let sum = 0;
	for (const log of logs) sum += Math.exp(log - highest);
	return highest + Math.log(sum / logs.length);
}
