import type {Labels} from '../promql/labels.ts';
import type {Sample, Series} from '../promql/series-source.ts';
import type {ScrapeGrid, ScrapeRun} from './scrape-grid.ts';

/** A period that includes its first and excludes its last millisecond. */
export interface Presence {
	readonly fromMs: number;
	readonly toMs: number;
}

export interface GridSeries extends Series {
	/** The value at any time, also between scrapes; undefined while the series does not exist. */
	valueAt(atMs: number): number | undefined;
}

interface Settings {
	readonly labels: Labels;
	readonly grid: ScrapeGrid;
	/** Never falls. */
	readonly valueAt: (atMs: number) => number;
	/** Never falls. The series begins when this reaches 1, as a proxy creates it with the first request. */
	readonly requestsAt: (atMs: number) => number;
	/** The periods in which the proxy that exposes the series existed, in order of time. */
	readonly presence: readonly Presence[];
}

/** Makes a series from a function of time; its samples are computed on demand. */
export const createGridSeries = ({labels, grid, valueAt, requestsAt, presence}: Settings): GridSeries => {
	let bornByMs = Number.POSITIVE_INFINITY;
	const afterBirth = (run: ScrapeRun): readonly ScrapeRun[] => {
		if (run.firstMs >= bornByMs) return [run];
		const firstMs = firstWithRequests(run, grid.intervalMs, requestsAt);
		if (firstMs === undefined) return [];
		bornByMs = Math.min(bornByMs, firstMs);
		return [{firstMs, lastMs: run.lastMs}];
	};
	const measuredAt = (atMs: number): Sample => ({atMs, value: valueAt(atMs)});
	// Of most samples only the time is asked, or only their number.
	const sampleAt = (atMs: number): Sample => ({
		atMs,
		get value() {
			return valueAt(atMs);
		},
	});
	const runs = (fromMs: number, toMs: number): readonly ScrapeRun[] => {
		const found: ScrapeRun[] = [];
		for (const {fromMs: sinceMs, toMs: untilMs} of presence) {
			for (const run of grid.runs(Math.max(fromMs, sinceMs), Math.min(toMs, untilMs - 1)))
				found.push(...afterBirth(run));
		}
		return found;
	};
	return {
		labels,
		valueAt: atMs => {
			const isPresent = presence.some(({fromMs, toMs}) => fromMs <= atMs && atMs < toMs);
			return isPresent && requestsAt(atMs) >= 1 ? valueAt(atMs) : undefined;
		},
		samples: (fromMs, toMs) =>
			runs(fromMs, toMs).flatMap(({firstMs, lastMs}) =>
				Array.from({length: lengthOf({firstMs, lastMs}, grid)}, (_, index) =>
					measuredAt(firstMs + index * grid.intervalMs),
				),
			),
		newest: (fromMs, toMs) => {
			const lastMs = runs(fromMs, toMs).at(-1)?.lastMs;
			if (lastMs === undefined) return undefined;
			// A later scrape no longer found the series.
			return grid.newestMs(toMs) > lastMs ? 'stale' : sampleAt(lastMs);
		},
		span: (fromMs, toMs) => {
			const found = runs(fromMs, toMs);
			const [first, last] = [found[0], found.at(-1)];
			if (first === undefined || last === undefined) return undefined;
			const count = found.reduce((total, run) => total + lengthOf(run, grid), 0);
			return {first: sampleAt(first.firstMs), last: sampleAt(last.lastMs), count};
		},
	};
};

const lengthOf = ({firstMs, lastMs}: ScrapeRun, {intervalMs}: ScrapeGrid): number =>
	(lastMs - firstMs) / intervalMs + 1;

/** The first scrape of a run after the first request, found by bisection. */
const firstWithRequests = (
	{firstMs, lastMs}: ScrapeRun,
	intervalMs: number,
	requestsAt: (atMs: number) => number,
): number | undefined => {
	if (requestsAt(firstMs) >= 1) return firstMs;
	if (requestsAt(lastMs) < 1) return undefined;
	let [without, withRequests] = [firstMs, lastMs];
	while (withRequests - without > intervalMs) {
		const middle = without + Math.floor((withRequests - without) / intervalMs / 2) * intervalMs;
		if (requestsAt(middle) >= 1) withRequests = middle;
		else without = middle;
	}
	return withRequests;
};
