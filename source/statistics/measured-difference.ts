/** How much one figure lies above another; 0 where only the order in which floating point added up sets them apart. */
export function measuredDifference(one: number, other: number): number {
	const difference = one - other;
	return Math.abs(difference) <= inaccuracy * Math.max(Math.abs(one), Math.abs(other)) ? 0 : difference;
}

const inaccuracy = 1e-9;
