import type {BacktestedRelease} from '../../../backtest/report.ts';
import {beganAt, judgeText, outcomeWords} from '../../../backtest/report-text.ts';
import {leadMs} from '../../../backtest/tally.ts';
import type {Tone} from '../../../domain/reading.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatAge, formatDuration, formatTime} from '../../../domain/time.ts';
import {percentOf} from '../../evidence/text/figures.ts';
import {hourAndMinute} from '../../evidence/text/verdict-text.ts';

/** One past release. */
export interface BacktestRow {
	/** `2026-11-28 14:02` */
	readonly began: SafeText;
	/** `2.8.1 → 2.9.0` */
	readonly versions: SafeText;
	readonly took: SafeText;
	/** The most that it got: `20 %`. */
	readonly most: SafeText;
	/** `rolled back`, and when: `14:20`, with the date where it is of another day; empty where it goes on. */
	readonly ended: SafeText;
	readonly endedAt: SafeText;
	/** `WORSE after 4m at 20 %, lead 8m` */
	readonly judge: SafeText;
	/** A warning where the judge and people did not agree. */
	readonly tone: Tone;
	readonly isSelected: boolean;
}

export function backtestRow(release: BacktestedRelease, nowMs: number, isSelected: boolean): BacktestRow {
	const {outcome, past} = release;
	const beganMs = beganAt(release);
	return {
		began: minuteOf(beganMs),
		versions: versionsOf(release),
		took: tookText(release, nowMs),
		most: percentOf(past.mostShare),
		ended: outcomeWords[outcome.kind],
		endedAt: outcome.kind === 'running' ? safe`` : hourAndMinute(outcome.atMs, beganMs),
		judge: callText(release),
		tone: isOtherwise(release) ? 'warning' : 'quiet',
		isSelected,
	};
}

/** `2.8.1 → 2.9.0` */
export function versionsOf({beside, version}: BacktestedRelease): SafeText {
	return safe`${beside} → ${version}`;
}

/** What the judge would have said, in a sentence with its limits. */
export function rowDetail(release: BacktestedRelease, nowMs: number): SafeText {
	const {past} = release;
	const took = tookText(release, nowMs);
	return safe`${versionsOf(release)}, took ${took}, ${percentOf(past.mostShare)} at most: ${judgeText(release)}`;
}

function tookText(release: BacktestedRelease, nowMs: number): SafeText {
	const {outcome} = release;
	return durationOf((outcome.kind === 'running' ? nowMs : outcome.atMs) - beganAt(release));
}

function callText(release: BacktestedRelease): SafeText {
	const {judged, outcome} = release;
	if (!judged.ok) return safe`not judged: ${judged.error.message}`;
	if (judged.value === null) return safe`not judged: too few requests`;
	const {call} = judged.value;
	if (call === null) return safe`never WORSE`;
	const share = call.share === null ? safe`` : safe` at ${percentOf(call.share)}`;
	const when = safe`after ${ageOf(call.atMs - beganAt(release))}${share}`;
	if (outcome.kind === 'promoted') return safe`false alarm ${when}`;
	const lead = outcome.kind === 'rolledBack' ? safe`, lead ${ageOf(leadMs(call, outcome.atMs))}` : safe``;
	return safe`WORSE ${when}${lead}`;
}

/** Called and promoted, or rolled back without a call. */
function isOtherwise({judged, outcome}: BacktestedRelease): boolean {
	if (!judged.ok || judged.value === null) return false;
	const isCalled = judged.value.call !== null;
	return isCalled ? outcome.kind === 'promoted' : outcome.kind === 'rolledBack';
}

/** In one unit: the columns are narrow. */
function ageOf(ms: number): SafeText {
	return ident(formatAge(ms));
}

function durationOf(ms: number): SafeText {
	return ident(formatDuration(Math.max(0, ms)));
}

function minuteOf(atMs: number): SafeText {
	return ident(formatTime(atMs).slice(0, 16).replace('T', ' '));
}
