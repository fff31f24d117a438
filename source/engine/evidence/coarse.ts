/** Rounds a value to steps that are a quarter apart, so that noise does not move rows; null stays null. */
export function coarse(value: number | null): number | null {
	return value === null ? null : value <= 0 ? 0 : Math.round(Math.log(value) / Math.log(1.25));
}
