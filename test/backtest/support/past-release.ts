import type {Outcome} from '../../../source/backtest/outcome-of.ts';
import type {BacktestedRelease} from '../../../source/backtest/report.ts';
import {ok} from '../../../source/domain/result.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';

export const minute = 60_000;

/** A release that began then at 20 %, how it ended, and when the judge called it worse; null for never. */
export function pastRelease(
	beganMs: number,
	outcome: Outcome,
	callMs: number | null,
	version = 'v2',
): BacktestedRelease {
	const verdict = {
		kind: 'worse',
		signal: 'errors',
		atLeastRatio: 0.003,
		sinceMs: (callMs ?? 0) - minute,
		isCarried: false,
		extraPerMinute: {estimate: 0, low: 0, high: 0},
	} as const;
	const own = {fromMs: beganMs, toMs: beganMs + 30 * minute, rows: 40, unreadRows: 0, pastRows: 80, jumps: 1};
	return {
		version: ident(version),
		beside: ident('v1'),
		past: {
			version: ident(version),
			beside: ident('v1'),
			fromMs: beganMs - minute,
			toMs: beganMs + 30 * minute,
			end: 'none',
			mostShare: 0.2,
			gapMs: 0,
		},
		scheme: 'label',
		judgedUntilMs: null,
		outcome,
		judged: ok({...own, call: callMs === null ? null : {atMs: callMs, share: 0.2, verdict}}),
	};
}
