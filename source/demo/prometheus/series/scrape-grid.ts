/** Consecutive scrapes, both ends included. */
export interface ScrapeRun {
	readonly firstMs: number;
	readonly lastMs: number;
}

/** The times of the scrapes: every `intervalMs` since the epoch, up to now, except while scraping was stopped. */
export interface ScrapeGrid {
	readonly intervalMs: number;
	/** The scrapes between two times, as runs without a gap. */
	runs(fromMs: number, toMs: number): readonly ScrapeRun[];
	/** The last scrape at or before a time. */
	newestMs(atMs: number): number;
	stop(): void;
	resume(): void;
}

interface Settings {
	readonly clock: {nowMs(): number};
	readonly intervalMs: number;
	/** No scrape happened before this time. */
	readonly originMs: number;
}

export const createScrapeGrid = ({clock, intervalMs, originMs}: Settings): ScrapeGrid => {
	const gaps: {readonly fromMs: number; toMs: number}[] = [];

	const runs = (fromMs: number, toMs: number): readonly ScrapeRun[] => {
		const endMs = Math.min(toMs, clock.nowMs());
		const found: ScrapeRun[] = [];
		let nextMs = Math.max(fromMs, originMs);
		for (const gap of gaps) {
			// The scrape at the time of the stop was the last one before the gap.
			addRun(found, nextMs, Math.min(endMs, gap.fromMs));
			nextMs = Math.max(nextMs, gap.fromMs + 1, gap.toMs);
		}
		addRun(found, nextMs, endMs);
		return found;
	};

	const addRun = (found: ScrapeRun[], fromMs: number, toMs: number): void => {
		const firstMs = Math.ceil(fromMs / intervalMs) * intervalMs;
		const lastMs = Math.floor(toMs / intervalMs) * intervalMs;
		if (firstMs <= lastMs) found.push({firstMs, lastMs});
	};

	return {
		intervalMs,
		runs,
		newestMs: atMs => runs(originMs, atMs).at(-1)?.lastMs ?? originMs,
		stop: () => {
			if (gaps.at(-1)?.toMs !== Number.POSITIVE_INFINITY) {
				gaps.push({fromMs: clock.nowMs(), toMs: Number.POSITIVE_INFINITY});
			}
		},
		resume: () => {
			const last = gaps.at(-1);
			if (last?.toMs === Number.POSITIVE_INFINITY) last.toMs = clock.nowMs();
		},
	};
};
