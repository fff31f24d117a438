import type {MetricsSource} from '../state/metrics-state.ts';

/** Stable is judged by for so long before the canary. */
export const pastMs = 3_600_000;
/** Rows of one answer. A release that perch finds under way is read in several. */
export const mostRows = 240;

/** How far apart rows are: samples within a window span one scrape less than it, and each increase counts once. */
export function stepOf({
	windowSeconds,
	scrapeIntervalSeconds,
}: Pick<MetricsSource, 'windowSeconds' | 'scrapeIntervalSeconds'>): number {
	return Math.ceil(windowSeconds - scrapeIntervalSeconds);
}
