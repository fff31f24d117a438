import type {RevisionKey} from '../domain/cluster/keys.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {compareProportions} from '../statistics/compare-proportions.ts';
import type {Pattern, PatternTable, Tally} from './patterns.ts';

/** What the canary's lines have and stable's have not, or have much less. */
export interface LogComparison {
	readonly canary: Tally;
	readonly stable: Tally;
	/** `compared`, or why nothing may be said. */
	readonly basis: 'compared' | 'noCanaryLines' | 'noStableLines' | 'tooFewStableLines';
	/** The most frequent first. */
	readonly findings: readonly Finding[];
	/** Patterns of canary lines alone that so few lines may have brought about by chance. */
	readonly undecided: number;
	readonly uncounted: number;
	/** How many times as many lines a pod of the canary wrote as one of stable; null where that is no great
	 * difference. Then stable may have had no requests, and what every request writes looks new. */
	readonly timesMoreLines: number | null;
}

export interface Finding {
	/** `atStart`: the canary wrote it only while it started, and no start of stable was read. It may be new. */
	readonly kind: 'onlyCanary' | 'moreInCanary' | 'atStart';
	readonly pattern: SafeText;
	/** The newest line of the canary. */
	readonly sample: SafeText;
	readonly canary: Tally;
	readonly stable: Tally;
	/** How many times as often as in as many lines of stable; null where stable has none. */
	readonly ratio: number | null;
}

/** With fewer lines of stable nothing is said to be missing from them. */
const leastStableLines = 100;
/** How likely chance alone may be to put every line of a pattern into the canary's log. */
const mostChance = 0.001;
const leastRatio = 3;
const greatDifference = 4;
const nothing: Tally = {pods: 0, lines: 0, ofStart: 0};

/** Counts are set against the number of lines that were read of each version. Lines that were not read are never
 * taken for lines that are not there. */
export function compareLogs(
	{patterns, lines, uncounted}: PatternTable,
	stableKey: RevisionKey,
	canaryKey: RevisionKey,
): LogComparison {
	const stable = lines.get(stableKey) ?? nothing;
	const canary = lines.get(canaryKey) ?? nothing;
	const basis = basisOf(stable, canary);
	const timesMoreLines = moreLines(canary, stable);
	const empty = {stable, canary, basis, findings: [], undecided: 0, uncounted, timesMoreLines};
	if (basis !== 'compared') return empty;
	const findings: Finding[] = [];
	let undecided = 0;
	for (const pattern of patterns) {
		const own = pattern.counts.get(canaryKey);
		if (!own) continue;
		const others = pattern.counts.get(stableKey) ?? nothing;
		// A stable pod that started long ago wrote such lines too, in a part of its log that was not read.
		if (others.lines === 0 && own.ofStart === own.lines && stable.ofStart === 0)
			findings.push(finding('atStart', pattern, own, others, {canaryKey, ratio: null}));
		else if (others.lines > 0) findings.push(...moreOften(pattern, own, others, {canary, stable, canaryKey}));
		else if (chanceOfOnlyCanary(own.lines, canary, stable) > mostChance) undecided += 1;
		else findings.push(finding('onlyCanary', pattern, own, others, {canaryKey, ratio: null}));
	}
	return {
		...empty,
		findings: findings.toSorted((one, other) => rank(one) - rank(other) || other.canary.lines - one.canary.lines),
		undecided,
	};
}

function moreLines(canary: Tally, stable: Tally): number | null {
	const times = canary.lines / Math.max(1, canary.pods) / (stable.lines / Math.max(1, stable.pods));
	return Number.isFinite(times) && times >= greatDifference ? times : null;
}

function basisOf(stable: Tally, canary: Tally): LogComparison['basis'] {
	if (canary.lines === 0) return 'noCanaryLines';
	if (stable.lines === 0) return 'noStableLines';
	return stable.lines < leastStableLines ? 'tooFewStableLines' : 'compared';
}

/** If both versions wrote the pattern equally often, each of its lines would be the canary's with the canary's share
 * of all lines. */
function chanceOfOnlyCanary(count: number, canary: Tally, stable: Tally): number {
	return (canary.lines / (canary.lines + stable.lines)) ** count;
}

function moreOften(
	pattern: Pattern,
	own: Tally,
	others: Tally,
	of: {readonly canary: Tally; readonly stable: Tally; readonly canaryKey: RevisionKey},
): readonly Finding[] {
	const compared = compareProportions(
		{failures: own.lines, requests: of.canary.lines},
		{failures: others.lines, requests: of.stable.lines},
	);
	if (compared === 'noTraffic' || compared.interval.low <= 0) return [];
	const ratio = compared.canaryRatio / compared.stableRatio;
	return ratio < leastRatio ? [] : [finding('moreInCanary', pattern, own, others, {canaryKey: of.canaryKey, ratio})];
}

function finding(
	kind: Finding['kind'],
	pattern: Pattern,
	canary: Tally,
	stable: Tally,
	{canaryKey, ratio}: {readonly canaryKey: RevisionKey; readonly ratio: number | null},
): Finding {
	const sample = pattern.samples.get(canaryKey) ?? pattern.text;
	return {kind, pattern: pattern.text, sample, canary, stable, ratio};
}

function rank({kind}: Finding): number {
	return {onlyCanary: 0, moreInCanary: 1, atStart: 2}[kind];
}
