import {binomialInterval} from '../statistics/binomial-interval.ts';
import type {Call} from './judge-past.ts';
import type {BacktestedRelease} from './report.ts';

/** What the judge said of releases that are over, beside what people did. */
export interface Tally {
	/** Called worse, and rolled back. */
	readonly both: number;
	/** Called worse, and promoted. */
	readonly callOnly: number;
	readonly rollbackOnly: number;
	readonly neither: number;
	/** Still running, of unknown outcome, or not judged: counted nowhere else. */
	readonly uncounted: number;
	/** How long after the call people went back, milliseconds, the shortest first: one for each of `both`. */
	readonly leadsMs: readonly number[];
	/** Null without a lead. */
	readonly medianLeadMs: number | null;
	/** Calls among the promoted releases, of how many, and the exact 95 % interval (Clopper and Pearson's) of their
	 * chance, 0–1. */
	readonly falseAlarms: {
		readonly count: number;
		readonly of: number;
		readonly interval: {readonly low: number; readonly high: number};
	};
}

export function tallyOf(releases: readonly BacktestedRelease[]): Tally {
	const counted = releases.flatMap(({outcome, judged}) => {
		if (outcome.kind !== 'promoted' && outcome.kind !== 'rolledBack') return [];
		if (!judged.ok || judged.value === null) return [];
		return [{outcome, call: judged.value.call}];
	});
	const count = (kind: 'promoted' | 'rolledBack', isCalled: boolean) =>
		counted.filter(({outcome, call}) => outcome.kind === kind && (call !== null) === isCalled).length;
	const leadsMs = counted
		.flatMap(({outcome, call}) => (outcome.kind === 'rolledBack' && call ? [leadMs(call, outcome.atMs)] : []))
		.toSorted((one, other) => one - other);
	const [callOnly, neither] = [count('promoted', true), count('promoted', false)];
	return {
		both: count('rolledBack', true),
		callOnly,
		rollbackOnly: count('rolledBack', false),
		neither,
		uncounted: releases.length - counted.length,
		leadsMs,
		medianLeadMs: medianOf(leadsMs),
		falseAlarms: {count: callOnly, of: callOnly + neither, interval: binomialInterval(callOnly, callOnly + neither)},
	};
}

/** How long before the share was 0 % the call came; 0 for a call by the very last row. */
export function leadMs({atMs}: Call, rolledBackMs: number): number {
	return Math.max(0, rolledBackMs - atMs);
}

function medianOf(ascending: readonly number[]): number | null {
	const [low, high] = [ascending[(ascending.length - 1) >> 1], ascending[ascending.length >> 1]];
	return low === undefined || high === undefined ? null : (low + high) / 2;
}
