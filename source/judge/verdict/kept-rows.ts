import {countsOf, type Interval} from '../counts/evidence-row.ts';
import type {WeightedCounts} from '../evidence/at-least.ts';
import type {TimedCounts} from '../evidence/seconds-to-no-harm.ts';

/** A row of the present clock, with the weight of all harm that begins with it. */
export interface KeptRow extends Interval {
	readonly logWeight: number;
}

/** From so many rows on the oldest ones go, a block at a time: what is summed over the kept rows is then seldom summed
 * again. 480 rows of 15 s are two hours. */
const mostRows = 480;
const block = 240;
/** Rows of the last hour stay even then, for "no harm above" is judged by them … */
const keptMs = 3_600_000;
/** … but never more than this, however short they are. */
const mostShortRows = 1_440;

/** The rows of the clock with one more. Evidence itself needs none of them. They are kept for what depends on a margin
 * that is not known before: the bound of the last hour, and how bad a canary is at least. The latter is then said of
 * stretches that begin within the kept rows: to leave out older starts can only make it less, never more. */
export function rowsWith(rows: readonly KeptRow[], row: KeptRow): readonly KeptRow[] {
	if (rows.length < mostRows) return [...rows, row];
	const ofHour = rows.filter(({startMs}) => startMs >= row.endMs - keptMs).length;
	const wanted = Math.max(block, ofHour);
	if (rows.length - wanted < block && rows.length < mostShortRows) return [...rows, row];
	return [...rows.slice(-Math.min(wanted, mostShortRows - block)), row];
}

/** The counts of one bound in each row. */
export function weightedCounts(rows: readonly KeptRow[], bound: number): readonly WeightedCounts[] {
	return rows.map(row => ({...countsOf(row, bound), logWeight: row.logWeight, isWarm: row.isWarm}));
}

export function timedCounts(rows: readonly KeptRow[], bound: number): readonly TimedCounts[] {
	return rows.map(row => ({...countsOf(row, bound), seconds: row.seconds}));
}
