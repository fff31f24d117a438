/** How fast something grows, with the half width of its interval of 95 %, both per unit of `x`. */
export interface Slope {
	readonly perUnit: number;
	readonly halfWidth: number;
}

/** The least squares line through at least four points whose errors are independent. */
export function slopeOf(points: readonly {readonly x: number; readonly y: number}[]): Slope {
	const count = points.length;
	if (count < 4) throw new Error('a slope needs four points');
	const mean = (of: (point: {readonly x: number; readonly y: number}) => number) =>
		points.reduce((sum, point) => sum + of(point), 0) / count;
	const meanX = mean(({x}) => x);
	const meanY = mean(({y}) => y);
	const spread = count * mean(({x}) => (x - meanX) ** 2);
	const perUnit = (count * mean(({x, y}) => (x - meanX) * (y - meanY))) / spread;
	const left = count * mean(({x, y}) => (y - meanY - perUnit * (x - meanX)) ** 2);
	const freedom = count - 2;
	return {perUnit, halfWidth: quantile(freedom) * Math.sqrt(left / freedom / spread)};
}

/** Student's t at 97.5 % (Abramowitz and Stegun 26.7.5). */
function quantile(freedom: number): number {
	const z = 1.959_964;
	const first = (z ** 3 + z) / 4;
	const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
	const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
	return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}
