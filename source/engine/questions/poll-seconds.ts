import type {State} from '../state/state.ts';

/** How often Prometheus is asked: no faster than it scrapes, since nothing new could be told. */
export function pollSeconds({metrics: {source}, session: {settings}}: State): number {
	return Math.max(source?.scrapeIntervalSeconds ?? 15, 1, settings.pollSeconds ?? 0);
}
