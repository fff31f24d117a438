import {judgedRow} from '../engine/evidence/rows/judged-row.ts';
import type {CountedRow, Judging} from '../engine/state/release-evidence.ts';
import {beginPast} from './begin-past.ts';
import type {Outcome} from './outcome-of.ts';
import type {ReadPast} from './report.ts';

/** A past release, row by row. */
export interface Replayed {
	/** Where the first row begins. */
	readonly fromMs: number;
	readonly stepSeconds: number;
	readonly windowSeconds: number;
	/** From the canary's first row with requests to the one in which the release ended. */
	readonly rows: readonly CountedRow[];
	/** When the observed share jumped, ascending. */
	readonly jumpsMs: readonly number[];
	/** What is judged after the row of this index, by it and the rows before it alone. */
	judgingAt(index: number): Judging;
}

/** Every so many rows what is judged is kept; between them it is judged anew, so that days of rows need little memory. */
const keptEvery = 16;

/** The rows of a past release, judged as the backtest judges them. Null where no row holds requests to both versions. */
export function replayed(read: ReadPast, outcome: Outcome): Replayed | null {
	const begun = beginPast(read.rows, read);
	if (!begun) return null;
	const {judging, marks, first, fromMs, toMs, jumps} = begun;
	const {stepSeconds, windowSeconds} = read;
	const endMs = outcome.kind === 'running' ? toMs : Math.max(toMs, outcome.atMs);
	const all = read.rows.slice(first);
	const last = all.findIndex(row => row.endMs >= endMs);
	const rows = last < 0 ? all : all.slice(0, last + 1);
	const after = (before: Judging, row: CountedRow) => judgedRow(before, row, stepSeconds, marks);
	const kept: Judging[] = [judging];
	return {
		fromMs,
		stepSeconds,
		windowSeconds,
		rows,
		jumpsMs: jumps.map(({atMs}) => atMs),
		judgingAt(index) {
			const block = Math.floor(index / keptEvery);
			while (kept.length <= block) {
				const own = rows.slice((kept.length - 1) * keptEvery, kept.length * keptEvery);
				kept.push(own.reduce(after, kept.at(-1) ?? judging));
			}
			return rows.slice(block * keptEvery, index + 1).reduce(after, kept[block] ?? judging);
		},
	};
}
