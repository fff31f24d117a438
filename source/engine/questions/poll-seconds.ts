import type {State} from '../state/state.ts';

/** A server is left alone for three times as long as it took to answer: it has others to serve. */
const restFactor = 3;

/** Seconds between two polls: never less than Prometheus's scrape interval, since there would be nothing new; and more
 * where the server is slow. */
export function pollSeconds({metrics: {source, spending}, session: {settings}}: State): number {
	const tookSeconds = (spending.at(-1)?.tookMs ?? 0) / 1000;
	const atLeast = Math.max(source?.scrapeIntervalSeconds ?? 15, 1, settings.pollSeconds ?? 0);
	return Math.max(atLeast, (1 + restFactor) * tookSeconds);
}
