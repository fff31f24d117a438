import type {World} from './world.ts';

/** The last scrape before now, on its grid. */
export function newestSample(serverMs: number, {scrapeSeconds, scrapedUntilMs}: World): number {
	const gridMs = scrapeSeconds * 1_000;
	return Math.floor(Math.min(serverMs, scrapedUntilMs) / gridMs) * gridMs;
}
