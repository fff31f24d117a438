/** An `increase()` over a window that ends with the interval. */
export interface Increase {
	readonly increase: number;
	readonly windowSeconds: number;
	readonly scrapeSeconds: number;
}

/** How many requests an interval had. `increase()` extrapolates to the whole window, while samples span one scrape
 * less: windows that are one scrape less apart, and counts scaled back to that, count each increment once. For a
 * window of 60 s and a scrape each 15 s, ask each 45 s. */
export function countOf({increase, windowSeconds, scrapeSeconds}: Increase): number {
	return (increase * (windowSeconds - scrapeSeconds)) / windowSeconds;
}
