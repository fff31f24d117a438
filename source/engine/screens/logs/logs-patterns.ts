import type {ReleaseKey} from '../../../domain/cluster/keys.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {compareLogs, type Finding, type LogComparison} from '../../../logs/compare-logs.ts';
import {readableLine} from '../../../logs/readable-line.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {sidesOf} from './logs-sides.ts';

/** What the canary's lines have and stable's have not, or why nothing is said of that. */
export interface PatternsView {
	/** `2 patterns only in 2.9.0`, also where the panel is closed. */
	readonly summary: SafeText;
	/** How many lines this rests on; empty where nothing was compared. */
	readonly basis: SafeText;
	readonly hasFindings: boolean;
	readonly columns: {readonly canary: SafeText; readonly stable: SafeText};
	readonly rows: readonly PatternRow[];
	readonly notes: readonly SafeText[];
}

export interface PatternRow {
	/** `atStart`: no start of stable was read, so that it may be nothing new. */
	readonly kind: Finding['kind'];
	readonly canary: SafeText;
	readonly stable: SafeText;
	readonly pattern: SafeText;
	/** `3.4× as often`; null where stable has no such line. */
	readonly ratio: SafeText | null;
	readonly sample: SafeText;
}

const mostRows = 20;

export function patternsView(context: EngineContext, state: State, key: ReleaseKey): PatternsView {
	const sides = sidesOf(context.derive.releases(state).get(key));
	const {stable, canary} = sides;
	const {logs} = state.cluster;
	if (canary === null || stable === null)
		return nothing(safe`no canary on its way: there are no patterns to compare`, safe``);
	const [ours, theirs] = [sides.tagOf(canary), sides.tagOf(stable)];
	if (!logs?.told || !context.logs) return nothing(safe`patterns of ${ours}: nothing was read yet`, safe``);
	const lines = context.logs;
	const compared = context.derive.rememberWhile(
		state,
		'comparedLogs',
		[lines, logs.id, logs.told.newest, stable, canary],
		() => compareLogs(lines.patterns(logs.id), stable, canary),
	);
	const unsaid = unsaidText(compared, ours, theirs);
	if (unsaid) return nothing(unsaid, safe``);
	return {
		summary: safe`${summaryText(compared, ours, theirs)}${moreLinesText(compared)}`,
		basis: safe`${compared.canary.lines} lines of ${compared.canary.pods} ${podWord(compared.canary.pods)} against ${compared.stable.lines} of ${compared.stable.pods}`,
		hasFindings: compared.findings.some(({kind}) => kind !== 'atStart'),
		columns: {canary: ours, stable: theirs},
		rows: compared.findings.slice(0, mostRows).map(patternRow),
		notes: notesOf(compared, ours, theirs),
	};
}

function nothing(summary: SafeText, basis: SafeText): PatternsView {
	return {summary, basis, hasFindings: false, columns: {canary: safe``, stable: safe``}, rows: [], notes: []};
}

function unsaidText({basis, stable}: LogComparison, ours: SafeText, theirs: SafeText): SafeText | null {
	switch (basis) {
		case 'noCanaryLines':
			return safe`no lines of ${ours} were read: no patterns to compare`;
		case 'noStableLines':
			return safe`no lines of ${theirs} were read: no pattern can be called new`;
		case 'tooFewStableLines':
			return safe`${stable.lines} lines of ${theirs} were read: too few to call a pattern new`;
		case 'compared':
			return null;
	}
}

function summaryText({findings}: LogComparison, ours: SafeText, theirs: SafeText): SafeText {
	const only = findings.filter(({kind}) => kind === 'onlyCanary').length;
	const more = findings.filter(({kind}) => kind === 'moreInCanary').length;
	const often = safe`${more} more often`;
	if (only > 0) return safe`${patternsText(only)} only in ${ours}${more > 0 ? safe`, ${often}` : safe``}`;
	if (more > 0) return safe`${patternsText(more)} more often in ${ours} than in ${theirs}`;
	// What is left came at the start.
	return findings.length > 0
		? safe`${patternsText(findings.length)} only at the start of ${ours}: no start of ${theirs} was read`
		: safe`no pattern that ${ours} writes and ${theirs} does not`;
}

function patternsText(count: number): SafeText {
	return safe`${count} ${count === 1 ? safe`pattern` : safe`patterns`}`;
}

/** Where stable may have had no requests, what every request writes looks new: that is said beside the count. */
function moreLinesText({findings, timesMoreLines}: LogComparison): SafeText {
	return timesMoreLines === null || findings.every(({kind}) => kind === 'atStart')
		? safe``
		: safe`, at ${Math.round(timesMoreLines)}× as many lines a pod`;
}

function patternRow({kind, pattern, sample, canary, stable, ratio}: Finding): PatternRow {
	return {
		kind,
		canary: safe`${canary.lines}`,
		stable: safe`${stable.lines}`,
		pattern,
		ratio: ratio === null ? null : safe`${ratio < 10 ? Math.round(ratio * 10) / 10 : Math.round(ratio)}× as often`,
		sample: readableLine(sample),
	};
}

function notesOf(
	{undecided, uncounted, timesMoreLines}: LogComparison,
	ours: SafeText,
	theirs: SafeText,
): readonly SafeText[] {
	return [
		...(timesMoreLines === null
			? []
			: [
					safe`a pod of ${ours} writes ${Math.round(timesMoreLines)}× as many lines: ${theirs} may have had fewer requests`,
				]),
		...(undecided > 0 ? [safe`${undecided} more came only in ${ours}, too rarely to tell from chance`] : []),
		...(uncounted > 0
			? [safe`${uncounted} lines are of patterns that came too late to be counted: there are too many`]
			: []),
	];
}

function podWord(count: number): SafeText {
	return count === 1 ? safe`pod` : safe`pods`;
}
