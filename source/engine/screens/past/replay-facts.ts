import {shareOf} from '../../../backtest/judge-past.ts';
import type {Replayed} from '../../../backtest/replayed.ts';
import type {BacktestedRelease} from '../../../backtest/report.ts';
import {outcomeWords} from '../../../backtest/report-text.ts';
import type {Tone} from '../../../domain/reading.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {clockTimeSince, formatDuration} from '../../../domain/time.ts';
import {countOf, percentOf} from '../../evidence/text/figures.ts';
import type {ChartMoment} from '../charts.ts';
import type {ReplayAt} from './replay-at.ts';

/** A labelled sentence. */
export interface ReplayFact {
	readonly label: SafeText;
	readonly text: SafeText;
	readonly tone: Tone;
}

/** What was known by then, in the order in which it is read. */
export function replayFacts(one: BacktestedRelease, read: Replayed, now: ReplayAt): readonly ReplayFact[] {
	const {extraFailures, atMs} = now;
	const quiet = (label: SafeText, text: SafeText): ReplayFact => ({label, text, tone: 'quiet'});
	const call = callBy(one, atMs);
	return [
		quiet(safe`share`, shareText(one, now)),
		...(extraFailures === null
			? []
			: [
					quiet(
						safe`extra`,
						safe`~${countOf(extraFailures)} requests failed so far that would not have failed on ${one.beside}`,
					),
				]),
		...(call
			? [
					quiet(
						safe`called`,
						safe`WORSE at ${timeOf(call.atMs, atMs)}, ${durationOf(call.atMs - read.fromMs)} after it began`,
					),
				]
			: []),
		...endedFacts(one, atMs),
	];
}

/** What is marked in the charts: nothing later than what is shown. */
export function momentsAt(one: BacktestedRelease, atMs: number): readonly ChartMoment[] {
	const call = callBy(one, atMs);
	const {outcome} = one;
	const hasEnded = outcome.kind !== 'running' && outcome.atMs <= atMs;
	return [
		...(call ? [{atMs: call.atMs, text: safe`WORSE`, tone: 'critical' as const}] : []),
		...(hasEnded ? [{atMs: outcome.atMs, text: outcomeWords[outcome.kind], tone: 'warning' as const}] : []),
		{atMs, text: timeOf(atMs, atMs), tone: 'cursor'},
	];
}

function shareText({version}: BacktestedRelease, {row}: ReplayAt): SafeText {
	const share = shareOf(row);
	if (row.canary === null || row.stable === null) return safe`this row could not be read`;
	if (share === null) return safe`no requests to either version`;
	if (share === 0) return safe`no requests to ${version}, observed`;
	return safe`${percentOf(share)} of requests to ${version}, observed; the weight set is not known`;
}

function endedFacts({outcome, judged}: BacktestedRelease, atMs: number): readonly ReplayFact[] {
	if (outcome.kind === 'running' || outcome.atMs > atMs) return [];
	const call = judged.ok ? (judged.value?.call ?? null) : null;
	const lead =
		call === null ? safe`never called WORSE` : safe`${durationOf(outcome.atMs - call.atMs)} after it was called WORSE`;
	const what = safe`${outcomeWords[outcome.kind]} at ${timeOf(outcome.atMs, atMs)}, ${lead}`;
	return [{label: safe`ended`, text: what, tone: 'warning'}];
}

function callBy({judged}: BacktestedRelease, atMs: number) {
	const call = judged.ok ? (judged.value?.call ?? null) : null;
	return call !== null && call.atMs <= atMs ? call : null;
}

function timeOf(atMs: number, nowMs: number): SafeText {
	return ident(clockTimeSince(atMs, nowMs));
}

function durationOf(ms: number): SafeText {
	return ident(formatDuration(Math.max(0, ms)));
}
