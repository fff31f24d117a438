export function median(values: readonly number[]): number {
	return quantile(values, 0.5);
}

/** The smallest value that is not below this share (0–1) of all. Throws when there is none. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((one, other) => one - other);
	const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
	if (value === undefined) throw new Error('nothing was measured');
	return value;
}
