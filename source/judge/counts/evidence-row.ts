/** A count as it was read; null or NaN where it could not be, and negative where the source is broken. */
type ReadCount = number | null;

interface RowTimes {
	readonly endMs: number;
	readonly seconds: number;
	/** The variance of counts over that of independent requests, at least 1. */
	readonly phi: number;
	/** A new clock begins with this row: the weight changed, or the canary's pods did. */
	readonly isRestart: boolean;
	/** The canary's pods are warming up: less than a minute ago the last one was not ready. */
	readonly isWarm: boolean;
}

/** What both versions did over one interval, for one signal. Counts may be fractions: they come from increases. */
export interface EvidenceRow extends RowTimes {
	/** Requests that failed, or that took longer than the signal's bound. */
	readonly canaryFailures: ReadCount;
	readonly canaryRequests: ReadCount;
	readonly stableFailures: ReadCount;
	readonly stableRequests: ReadCount;
}

/** The same for the whole histogram: requests at or below each bound, cumulative, the last of them all requests. */
export interface ShapeRow extends RowTimes {
	readonly canary: readonly ReadCount[];
	readonly stable: readonly ReadCount[];
}

/** Counts that are numbers, not negative, with no more failures than requests. */
export interface Counts {
	readonly canaryFailures: number;
	readonly canaryRequests: number;
	readonly stableFailures: number;
	readonly stableRequests: number;
	readonly phi: number;
}

/** One interval as the judge takes it. Failures are lists: one element for each bound that is judged, and one alone
 * for a signal that has a single bound. */
export interface Interval extends RowTimes {
	readonly startMs: number;
	readonly canaryRequests: number;
	readonly stableRequests: number;
	readonly canaryFailures: readonly number[];
	readonly stableFailures: readonly number[];
}

/** Where nothing is known of how counts vary. */
export const unknownPhi = 1.5;

/** A row with an unreadable count counts as no requests and no failures at all, and its time passes: half a row would
 * be a ratio that nobody measured. */
export function readRow(row: EvidenceRow): Interval {
	const isReadable = [row.canaryFailures, row.canaryRequests, row.stableFailures, row.stableRequests].every(isCount);
	const canaryRequests = isReadable ? Number(row.canaryRequests) : 0;
	const stableRequests = isReadable ? Number(row.stableRequests) : 0;
	return {
		...timesOf(row),
		canaryRequests,
		stableRequests,
		canaryFailures: [Math.min(canaryRequests, isReadable ? Number(row.canaryFailures) : 0)],
		stableFailures: [Math.min(stableRequests, isReadable ? Number(row.stableFailures) : 0)],
	};
}

/** Requests above each finite bound take the place of failures. `bounds` is how many finite bounds are judged: a row
 * with other ones cannot be read. */
export function readShapeRow(row: ShapeRow, bounds: number): Interval {
	const isReadable = [row.canary, row.stable].every(counts => counts.length === bounds + 1 && counts.every(isCount));
	const canary = isReadable ? row.canary.map(Number) : [0];
	const stable = isReadable ? row.stable.map(Number) : [0];
	return {
		...timesOf(row),
		canaryRequests: canary.at(-1) ?? 0,
		stableRequests: stable.at(-1) ?? 0,
		canaryFailures: isReadable ? countsAbove(canary) : new Array<number>(bounds).fill(0),
		stableFailures: isReadable ? countsAbove(stable) : new Array<number>(bounds).fill(0),
	};
}

/** The counts of one bound of an interval. */
export function countsOf(interval: Interval, bound: number): Counts {
	const {phi, canaryRequests, stableRequests} = interval;
	return {
		canaryFailures: interval.canaryFailures[bound] ?? 0,
		canaryRequests,
		stableFailures: interval.stableFailures[bound] ?? 0,
		stableRequests,
		phi,
	};
}

function isCount(value: ReadCount): value is number {
	return value !== null && Number.isFinite(value) && value >= 0;
}

function timesOf({endMs, seconds, phi, isRestart, isWarm}: RowTimes) {
	const passed = seconds > 0 ? seconds : 0;
	return {
		startMs: endMs - passed * 1000,
		endMs,
		seconds: passed,
		isRestart,
		isWarm,
		// A variance below Poisson's would make evidence of chance.
		phi: Number.isFinite(phi) && phi > 0 ? Math.max(1, phi) : unknownPhi,
	};
}

// Histograms are scraped series by series, so that a cumulative count may exceed the total for a moment.
function countsAbove(cumulative: readonly number[]): readonly number[] {
	const total = cumulative.at(-1) ?? 0;
	return cumulative.slice(0, -1).map(count => Math.max(0, total - count));
}
