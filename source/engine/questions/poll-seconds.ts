import type {State} from '../state/state.ts';

/** A server is left alone for three times as long as it took to answer: it has others to serve. */
const restFactor = 3;

/** Seconds between two polls: never less than Prometheus's scrape interval, since there would be nothing new; and more
 * where the server is slow. */
export function pollSeconds(state: State): number {
	const tookSeconds = (state.metrics.spending.at(-1)?.tookMs ?? 0) / 1000;
	return Math.max(usualPollSeconds(state), (1 + restFactor) * tookSeconds);
}

/** The same where the server is not slow. */
export function usualPollSeconds({metrics: {source}, session: {settings}}: State): number {
	return Math.max(source?.scrapeIntervalSeconds ?? 15, 1, settings.pollSeconds ?? 0);
}
