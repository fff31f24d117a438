import type {JudgeSettings} from '../domain/judge-settings.ts';
import {judgedRow, judgingBy} from '../engine/evidence/rows/judged-row.ts';
import {judgedSignals, type PodsOfVersions} from '../engine/evidence/rows/judged-signals.ts';
import type {CountedRow, Judging} from '../engine/state/release-evidence.ts';
import {judgementOf} from '../judge/judgement-of.ts';
import {leadingSignal} from '../judge/leading-signal.ts';
import type {WorseSignal} from '../judge/signal-verdict.ts';
import {weightJumps} from './weight-jumps.ts';

/** The moment from which on the release is called worse. */
export interface Call {
	/** The end of the row that convicts. */
	readonly atMs: number;
	readonly verdict: WorseSignal;
}

export interface JudgedPast {
	/** Where the canary's first row with requests begins, and where the last one with requests to both versions ends. */
	readonly fromMs: number;
	readonly toMs: number;
	/** Rows between these times, and those of them that could not be read. */
	readonly rows: number;
	readonly unreadRows: number;
	/** Rows of the version beside it from before, by which φ and the bounds of latency were chosen. */
	readonly pastRows: number;
	/** How often the observed split jumped, and all evidence began anew. */
	readonly jumps: number;
	/** Null where the canary is never called worse. */
	readonly call: Call | null;
}

/**
 * Judges a release that is over, row by row, as it is judged on screen, and tells the first row after which it is called
 * worse. Rows are ascending, and begin an hour before the canary; null for a release without a row in which both versions
 * had requests. Nobody knows the pods of the past: they are taken to have come, and to warm up, with the first row and
 * wherever the split rose.
 */
export function judgePast(
	rows: readonly CountedRow[],
	{stepSeconds, pods, settings, fromMs: notBeforeMs}: JudgePast,
): JudgedPast | null {
	const first = firstRow(rows, notBeforeMs);
	const last = rows.findLastIndex(hasBoth);
	const [firstOwn, lastOwn] = [rows[first], rows[last]];
	if (!firstOwn || !lastOwn || last < first) return null;
	const past = rows.slice(0, first).flatMap(({stable}) => (stable && stable.requests > 0 ? [stable] : []));
	const own = rows.slice(first, last + 1);
	const jumps = weightJumps(own);
	const fromMs = firstOwn.endMs - stepSeconds * 1000;
	const marks = {
		restartsMs: jumps.map(({atMs}) => atMs),
		podsMs: [fromMs, ...jumps.flatMap(({atMs, isUp}) => (isUp ? [atMs] : []))],
	};
	const told = {
		fromMs,
		toMs: lastOwn.endMs,
		rows: own.length,
		unreadRows: own.filter(({canary, stable}) => canary === null || stable === null).length,
		pastRows: past.length,
		jumps: jumps.length,
	};
	let judging = judgingBy(judgedSignals(pods, past, settings));
	for (const row of own) {
		judging = judgedRow(judging, row, stepSeconds, marks);
		const verdict = worseOf(judging);
		if (verdict) return {...told, call: {atMs: row.endMs, verdict}};
	}
	return {...told, call: null};
}

export interface JudgePast {
	readonly stepSeconds: number;
	readonly pods: PodsOfVersions;
	/** What is configured for the release now. */
	readonly settings: JudgeSettings;
	/** The release begins after this time: requests before it are of an earlier attempt. */
	readonly fromMs: number;
}

/** The index of the first row of a release with requests to its canary; −1 without one. */
export function firstRow(rows: readonly CountedRow[], fromMs: number): number {
	return rows.findIndex(({endMs, canary}) => endMs > fromMs && canary !== null && canary.requests > 0);
}

/** At 100 % as at 0 % there is nothing to compare any more. */
function hasBoth({canary, stable}: CountedRow): boolean {
	return canary !== null && stable !== null && canary.requests > 0 && stable.requests > 0;
}

/** What is said of the release after a row, where that is that the canary is worse; null where it is anything else. */
function worseOf({states, signals}: Judging): WorseSignal | null {
	const kinds = Object.fromEntries(Object.entries(states).map(([signal, {kind}]) => [signal, kind]));
	const leading = leadingSignal(kinds);
	const state = leading === null ? undefined : states[leading];
	const judged = signals.find(({rules}) => rules.signal === leading);
	if (!state || !judged || state.kind !== 'worse') return null;
	const {verdict} = judgementOf(state, judged.rules);
	return verdict.kind === 'worse' ? verdict : null;
}
