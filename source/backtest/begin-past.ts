import type {JudgeSettings} from '../domain/settings/judge-settings.ts';
import {judgingBy, type Marks} from '../engine/evidence/rows/judged-row.ts';
import {judgedSignals, type PodsOfVersions} from '../engine/evidence/rows/judged-signals.ts';
import type {CountedRow, Judging, VersionCounts} from '../engine/state/release-evidence.ts';
import {type WeightJump, weightJumps} from './weight-jumps.ts';

export interface JudgePast {
	readonly stepSeconds: number;
	readonly pods: PodsOfVersions;
	/** What is configured for the release now. */
	readonly settings: JudgeSettings;
	/** The release begins after this time: requests before it are of an earlier attempt. */
	readonly fromMs: number;
}

/** A past release before its first row is judged. */
export interface BegunPast {
	/** From the canary's first row with requests to the last one with requests to both versions. */
	readonly own: readonly CountedRow[];
	/** The index of the first of them among all rows. */
	readonly first: number;
	/** Where the first of them begins, and where the last one ends. */
	readonly fromMs: number;
	readonly toMs: number;
	/** What the version beside it did before. */
	readonly past: readonly VersionCounts[];
	readonly jumps: readonly WeightJump[];
	readonly marks: Marks;
	readonly judging: Judging;
}

/**
 * What a past release is judged by. Rows are ascending, and begin an hour before the canary; null for a release without a
 * row in which both versions had requests. Nobody knows the pods of the past: they are taken to have come, and to warm up,
 * with the first row and wherever the split rose.
 */
export function beginPast(
	rows: readonly CountedRow[],
	{stepSeconds, pods, settings, fromMs: notBeforeMs}: JudgePast,
): BegunPast | null {
	const first = firstRow(rows, notBeforeMs);
	const last = rows.findLastIndex(hasBoth);
	const [firstOwn, lastOwn] = [rows[first], rows[last]];
	if (!firstOwn || !lastOwn || last < first) return null;
	const past = rows.slice(0, first).flatMap(({stable}) => (stable && stable.requests > 0 ? [stable] : []));
	const own = rows.slice(first, last + 1);
	const jumps = weightJumps(own);
	const fromMs = firstOwn.endMs - stepSeconds * 1000;
	return {
		own,
		first,
		fromMs,
		toMs: lastOwn.endMs,
		past,
		jumps,
		marks: {
			restartsMs: jumps.map(({atMs}) => atMs),
			podsMs: [fromMs, ...jumps.flatMap(({atMs, isUp}) => (isUp ? [atMs] : []))],
		},
		judging: judgingBy(judgedSignals(pods, past, settings)),
	};
}

/** The index of the first row of a release with requests to its canary; −1 without one. */
export function firstRow(rows: readonly CountedRow[], fromMs: number): number {
	return rows.findIndex(({endMs, canary}) => endMs > fromMs && canary !== null && canary.requests > 0);
}

/** At 100 % as at 0 % there is nothing to compare any more. */
function hasBoth({canary, stable}: CountedRow): boolean {
	return canary !== null && stable !== null && canary.requests > 0 && stable.requests > 0;
}
