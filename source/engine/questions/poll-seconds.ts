import type {State} from '../state/state.ts';

/** Seconds between two polls: never less than Prometheus's scrape interval, since there would be nothing new. */
export function pollSeconds({metrics: {source}, session: {settings}}: State): number {
	return Math.max(source?.scrapeIntervalSeconds ?? 15, 1, settings.pollSeconds ?? 0);
}
