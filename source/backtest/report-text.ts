import {ident, line, type SafeText, safe} from '../domain/text/safe-text.ts';
import {formatDuration, formatTime} from '../domain/time.ts';
import {decimal, percentOf} from '../engine/evidence/text/figures.ts';
import type {Signal} from '../judge/signal-parameters.ts';
import type {VersionScheme} from '../traffic/versions/version-names.ts';
import {aligned} from './aligned.ts';
import type {Backtest, BacktestedRelease} from './report.ts';
import {leadMs, tallyOf} from './tally.ts';
import {tallyText} from './tally-text.ts';

/** The report in words, line by line: a row for each release, the tally, and what limits both. `name` is the release's,
 * `shop/checkout`. */
export function reportText(name: SafeText, report: Backtest): readonly SafeText[] {
	const {releases, toMs} = report;
	const head = safe`${name}: ${spanText(report)}`;
	if (releases.length === 0) return [head, ...lateText(report), noneText, ...caveats(report)];
	const rows = releases.map(release => rowOf(release, toMs));
	return [
		head,
		...lateText(report),
		...schemeText(report),
		safe``,
		...aligned([titles, ...rows]),
		safe``,
		...tallyText(tallyOf(releases)),
		...caveats(report),
	];
}

/** `14 releases from 2026-09-02 10:05 to 2026-12-01 08:20 UTC` */
export function spanText({releases, fromMs, toMs}: Backtest): SafeText {
	const count = releases.length === 1 ? safe`1 release` : safe`${releases.length} releases`;
	return safe`${count} from ${timeOf(fromMs)} to ${timeOf(toMs)} UTC`;
}

export const noneText = safe`in this time no version came beside another one`;

/** What limits a report. */
export function limitsText(report: Backtest): readonly SafeText[] {
	const how = report.releases.length === 0 ? [] : schemeText(report);
	return [...lateText(report), ...how, ...caveats(report)];
}

function lateText({fromMs, sinceMs}: Backtest): readonly SafeText[] {
	if (fromMs - sinceMs <= lateMs) return [];
	return [safe`samples begin at ${timeOf(fromMs)} UTC: nothing is known of the time before`];
}

function schemeText({scheme}: Backtest): readonly SafeText[] {
	return scheme === null ? [] : [schemeWords[scheme]];
}

/** A step of the search is no lateness. */
const lateMs = 600_000;

const schemeWords: Readonly<Record<VersionScheme, SafeText>> = {
	label: safe`versions are told by the version label of their requests`,
	workload: safe`versions are told by the workload that answered`,
	service: safe`versions are told by the Service that was called: the canary's may have had any version`,
};

const titles = [safe`VERSION`, safe`BEGAN (UTC)`, safe`TOOK`, safe`MOST`, safe`ENDED`, safe`LEAD`, safe`THE JUDGE`];

function rowOf(release: BacktestedRelease, reportMs: number): readonly SafeText[] {
	const {version, outcome, judged, past} = release;
	const own = judged.ok ? judged.value : null;
	const beganMs = beganAt(release);
	const endedMs = outcome.kind === 'running' ? reportMs : outcome.atMs;
	const lead =
		outcome.kind === 'rolledBack' && own?.call ? ident(formatDuration(leadMs(own.call, outcome.atMs))) : safe`–`;
	return [
		version,
		timeOf(beganMs),
		ident(formatDuration(Math.max(0, endedMs - beganMs))),
		percentOf(past.mostShare),
		outcome.kind === 'running'
			? outcomeWords.running
			: safe`${outcomeWords[outcome.kind]} ${timeAfter(outcome.atMs, beganMs)}`,
		lead,
		judgeText(release),
	];
}

export const outcomeWords: Readonly<Record<BacktestedRelease['outcome']['kind'], SafeText>> = {
	promoted: safe`promoted`,
	rolledBack: safe`rolled back`,
	running: safe`still running`,
	untold: safe`at 0 %`,
};

/** Where its first row with requests begins, or the step in which it had some. */
export function beganAt({judged, past}: BacktestedRelease): number {
	return (judged.ok ? judged.value?.fromMs : null) ?? past.fromMs;
}

/** What the judge would have said, and what limits that. */
export function judgeText(release: BacktestedRelease): SafeText {
	const {judged, judgedUntilMs, past} = release;
	const timeIn = (atMs: number) => timeAfter(atMs, beganAt(release));
	if (!judged.ok) return safe`not judged: ${judged.error.message}`;
	if (judged.value === null) return safe`not judged: no row holds requests to both versions`;
	const {call, rows, unreadRows, pastRows} = judged.value;
	const notes = [
		...(unreadRows > 0 ? [safe`${unreadRows} of ${rows} rows not read`] : []),
		...(past.gapMs > 0 ? [safe`nothing told for ${ident(formatDuration(past.gapMs))}`] : []),
		...(pastRows === 0 ? [safe`nothing known from before it`] : []),
		...(judgedUntilMs === null || call ? [] : [safe`judged until ${timeIn(judgedUntilMs)}`]),
	];
	const limits = notes.length === 0 ? safe`` : safe` (${line(notes.join(', '))})`;
	if (call === null) return safe`never WORSE${limits}`;
	const {signal, atLeastRatio, sinceMs} = call.verdict;
	const more = safe`≥ ${decimal(atLeastRatio * 1000)} more of 1,000 ${signalWords[signal]}`;
	return safe`WORSE ${timeIn(call.atMs)}: ${more} since ${timeIn(sinceMs)}${limits}`;
}

const signalWords: Readonly<Record<Signal, SafeText>> = {
	errors: safe`failed`,
	slow: safe`were slow`,
	verySlow: safe`were very slow`,
	shape: safe`took longer than some bound`,
};

function caveats({scheme, releases, togetherAtStart, incomparable, unresolved}: Backtest): readonly SafeText[] {
	const has = (kind: BacktestedRelease['outcome']['kind']) => releases.some(({outcome}) => outcome.kind === kind);
	const together = line(togetherAtStart.join(' and '));
	return [
		...(togetherAtStart.length > 0
			? [safe`${together} had requests from the first sample on: that release is left out, nobody saw it begin`]
			: []),
		...(unresolved.length > 0
			? [safe`${line(unresolved.join(', '))} fits no Service of the cluster now: its requests are not counted`]
			: []),
		...(incomparable === null
			? []
			: [safe`the versions get different requests now (${incomparable}): the past is judged as if they had not`]),
		...(scheme === 'service' && has('rolledBack')
			? [
					safe`a promotion that sends all requests to the canary's Service for less than two scrapes looks like a rollback`,
				]
			: []),
		...(has('untold')
			? [safe`the controller takes the share to 0 % when it promotes too: how these ended is not known`]
			: []),
	];
}

/** `2026-11-21 10:05`, UTC. */
function timeOf(atMs: number): SafeText {
	return ident(formatTime(atMs).slice(0, 16).replace('T', ' '));
}

/** `10:05` on the day on which the release began, else with its date. */
function timeAfter(atMs: number, beganMs: number): SafeText {
	const [time, began] = [timeOf(atMs), timeOf(beganMs)];
	return time.slice(0, 10) === began.slice(0, 10) ? ident(time.slice(11)) : time;
}
