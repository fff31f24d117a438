/** The logarithm of count!: exact below 20, by Stirling's series above, off by less than 1e-10 there. */
export function logFactorial(count: number): number {
	let product = 1;
	if (count < 20) {
		for (let factor = 2; factor <= count; factor++) product *= factor;
		return Math.log(product);
	}
	const inverse = 1 / count;
	const series = inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260;
	return (count + 0.5) * Math.log(count) - count + 0.5 * Math.log(2 * Math.PI) + series;
}
