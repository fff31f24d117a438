import {judgedRow} from '../engine/evidence/rows/judged-row.ts';
import type {CountedRow, Judging} from '../engine/state/release-evidence.ts';
import {judgementOf} from '../judge/verdict/judgement-of.ts';
import {leadingSignal} from '../judge/verdict/leading-signal.ts';
import type {WorseSignal} from '../judge/verdict/signal-verdict.ts';
import {beginPast, type JudgePast} from './begin-past.ts';

/** The moment from which on the release is called worse. */
export interface Call {
	/** The end of the row that convicts. */
	readonly atMs: number;
	/** The canary's share of that row's requests, 0–1; null where that is not told. */
	readonly share: number | null;
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

/** Judges a release that is over, row by row, as it is judged on screen, and tells the first row after which it is called
 * worse. Null for a release without a row in which both versions had requests. */
export function judgePast(rows: readonly CountedRow[], asked: JudgePast): JudgedPast | null {
	const begun = beginPast(rows, asked);
	if (!begun) return null;
	const {own, fromMs, toMs, past, jumps, marks} = begun;
	const told = {
		fromMs,
		toMs,
		rows: own.length,
		unreadRows: own.filter(({canary, stable}) => canary === null || stable === null).length,
		pastRows: past.length,
		jumps: jumps.length,
	};
	let {judging} = begun;
	for (const row of own) {
		judging = judgedRow(judging, row, asked.stepSeconds, marks);
		const verdict = worseOf(judging);
		if (verdict) return {...told, call: {atMs: row.endMs, share: shareOf(row), verdict}};
	}
	return {...told, call: null};
}

/** The share of requests that went to the canary, 0–1; null where none went to either, and where it was not read. */
export function shareOf({canary, stable}: CountedRow): number | null {
	if (canary === null || stable === null) return null;
	const all = canary.requests + stable.requests;
	return all > 0 ? canary.requests / all : null;
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
