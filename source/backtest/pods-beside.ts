import type {PodsOfVersions} from '../engine/evidence/rows/judged-signals.ts';
import type {CountedRow} from '../engine/state/release-evidence.ts';
import {firstRow} from './begin-past.ts';

/** The canary's share is that of so many rows after its first one. */
const rowsOfShare = 10;

/**
 * How many pods each version is taken to have had: Prometheus does not tell. Stable as many as it is to have now, the
 * canary its first share of these, at least one. One each where nothing is known, which asks for the widest margin.
 */
export function podsBeside(
	rows: readonly CountedRow[],
	{stablePods, fromMs}: {readonly stablePods: number | null; readonly fromMs: number},
): PodsOfVersions {
	if (stablePods === null || stablePods < 1) return {canary: 1, stable: 1};
	const first = firstRow(rows, fromMs);
	const own = first < 0 ? [] : rows.slice(first + 1, first + 1 + rowsOfShare);
	const total = (of: 'canary' | 'stable') => own.reduce((sum, row) => sum + (row[of]?.requests ?? 0), 0);
	const [canary, all] = [total('canary'), total('canary') + total('stable')];
	return {canary: Math.max(1, Math.round(all > 0 ? (canary / all) * stablePods : 0)), stable: stablePods};
}
