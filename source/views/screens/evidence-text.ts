import {assertNever} from '../../domain/result.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime, formatAge, formatDuration} from '../../domain/time.ts';
import type {ShownEvidence, ShownSignal} from '../../engine/evidence/rows/shown-evidence.ts';
import {joinTexts} from '../lines/cells.ts';
import {percentText} from '../lines/figures.ts';
import {levelLine} from '../lines/sparkline.ts';
import {boundsText, objectiveTexts, settingRows} from './evidence-settings-text.ts';

/** A row of the proof; blank labels belong to the row above. */
export interface EvidenceRowText {
	readonly label: SafeText;
	readonly text: SafeText;
}

/** What the rows of the release show of the figure under the cursor, and how they are judged. */
export function evidenceRowsText(evidence: ShownEvidence, nowMs: number): readonly EvidenceRowText[] {
	switch (evidence.kind) {
		case 'notAsked':
			return [{label: evidenceLabel, text: notAskedText}];
		case 'frozen':
			return [{label: evidenceLabel, text: safe`not read before the display was frozen`}];
		case 'reading':
			return [{label: evidenceLabel, text: readingText(evidence.problem)}];
		case 'told':
			return toldRows(evidence, nowMs);
		default:
			return assertNever(evidence);
	}
}

function toldRows(evidence: Extract<ShownEvidence, {kind: 'told'}>, nowMs: number): readonly EvidenceRowText[] {
	const {signals, rules, problem, isIncomparable} = evidence;
	const judged = isIncomparable
		? [{label: safe``, text: safe`cannot compare: the versions get different requests now`}]
		: signals.length === 0
			? [
					{
						label: safe``,
						text: safe`not judged: stable had no histogram of 1000 requests in the hour before these rows`,
					},
				]
			: signals.flatMap(shown => signalRows(shown, nowMs));
	return [
		{label: evidenceLabel, text: rowsText(evidence)},
		...(problem === null ? [] : [{label: safe`but`, text: safe`newer rows cannot be read: ${problem}`}]),
		...judged,
		...(isIncomparable ? [] : rulesRows(signals, rules)),
		...settingRows(signals, rules),
	];
}

const notAskedText = safe`none: no Service leads to it, and nothing is counted`;

function readingText(problem: SafeText | null): SafeText {
	if (problem === null) return safe`reading what both versions did since the canary came …`;
	return safe`its rows cannot be read: ${problem} — trying again`;
}

const evidenceLabel = safe`evidence`;
const chartCells = 16;

function rowsText({
	sinceMs,
	upToMs,
	stepSeconds,
	rows,
	unreadRows,
	skippedRows,
}: Extract<ShownEvidence, {kind: 'told'}>): SafeText {
	const unread = unreadRows === 0 ? safe`` : safe`, ${unreadRows} of them not told`;
	const skipped = skippedRows === 0 ? safe`` : safe`, ${skippedRows} left out as the requests differed`;
	const from = ident(clockTime(sinceMs));
	const to = ident(clockTime(upToMs));
	return safe`of harm, from ${from} to ${to} UTC: ${rows} rows of ${stepSeconds} s${unread}${skipped}`;
}

function signalRows(shown: ShownSignal, nowMs: number): readonly EvidenceRowText[] {
	const {signal, logEvidence, needed, trend, verdict, excess} = shown;
	const parts = [
		levelLine(trend, chartCells, 1),
		...(signal === 'errors' ? [] : [boundText(shown)]),
		safe`${oddsText(logEvidence)}, needs ×${Math.round(needed)}`,
		verdictText(verdict),
		...objectiveTexts(shown),
		...(excess === null ? [] : [excessText(excess)]),
		...clockTexts(shown, nowMs),
	];
	return [{label: labels[signal], text: joinTexts(parts, safe` · `)}];
}

function boundText({boundMs}: ShownSignal): SafeText {
	return boundMs === null ? safe`the whole histogram` : safe`above ${boundMs} ms`;
}

/** The first clock runs since the first row. */
function clockTexts({clock}: ShownSignal, nowMs: number): readonly SafeText[] {
	return clock.number === 1 ? [] : [safe`counted anew ${ident(formatAge(nowMs - clock.startMs))} ago`];
}

const labels = {errors: safe`errors`, slow: safe`slow`, verySlow: safe`slow`, shape: safe`latency`} as const;

/** How many times better than chance the rows are told by harm. */
function oddsText(logEvidence: number): SafeText {
	if (logEvidence > Math.log(999_999)) return safe`over ×999999`;
	const odds = Math.exp(logEvidence);
	if (odds < 0.05) return safe`×<0.1`;
	return safe`×${ident(odds < 10 ? odds.toFixed(1) : String(Math.round(odds)))}`;
}

function verdictText(verdict: ShownSignal['verdict']): SafeText {
	switch (verdict.kind) {
		case 'worse': {
			const since = ident(clockTime(verdict.sinceMs));
			if (verdict.isCarried) return safe`worse since ${since} UTC, not judged again since the clock began anew`;
			return safe`worse since ${since} UTC, by at least ${percentText(verdict.atLeastRatio)} %`;
		}
		case 'bothBad':
			return safe`both versions fail more than stable did before: ${percentText(verdict.stableRatio)} % of stable's`;
		case 'noHarmAbove':
			return safe`no harm above ${percentText(verdict.boundRatio)} % in ${requests(verdict.requestsSeen)}`;
		case 'wasWorse':
			return safe`was worse from ${ident(clockTime(verdict.fromMs))} to ${ident(clockTime(verdict.toMs))} UTC`;
		case 'tooFew': {
			const more =
				verdict.etaSeconds === null ? safe`` : safe`, about ${ident(formatDuration(verdict.etaSeconds * 1000))} more`;
			return safe`undecided after ${Math.round(verdict.requestsSeen)} requests to warmed-up pods of the canary${more}`;
		}
		case 'cannotCompare':
			return verdict.because.kind === 'stableSilent'
				? safe`cannot compare: stable gets no requests`
				: safe`cannot compare: the versions get different requests`;
		default:
			return assertNever(verdict);
	}
}

function excessText({estimate, low, high}: NonNullable<ShownSignal['excess']>): SafeText {
	// Without enough evidence a bound is -1 or 1, which is none.
	const from = low <= -1 ? safe`?` : signed(low);
	const to = high >= 1 ? safe`?` : signed(high);
	return safe`now ${signed(estimate)} %, ${from} to ${to}`;
}

function signed(ratio: number): SafeText {
	const size = percentText(Math.abs(ratio));
	// Too small to be written has no sign.
	if (size.startsWith('<')) return size;
	return ratio < 0 ? safe`-${size}` : safe`+${size}`;
}

function requests(count: number): SafeText {
	return safe`${Math.round(count)} requests to the canary`;
}

/** By which rules: chosen before the canary was seen. */
function rulesRows(
	signals: readonly ShownSignal[],
	rules: Extract<ShownEvidence, {kind: 'told'}>['rules'],
): readonly EvidenceRowText[] {
	const [first] = signals;
	if (!first) return [];
	const {podMargin, pods} = first;
	const areKnown = pods.canary > 0 && pods.stable > 0;
	const because = areKnown
		? safe`as ${pods.canary} and ${pods.stable} pods may differ`
		: safe`as its pods are not known`;
	return [
		...signals.map((shown, at) => ({label: at === 0 ? safe`harm is` : safe``, text: marginText(shown)})),
		{label: safe``, text: safe`${ident(podMargin.toFixed(2))} of each factor ${because}`},
		...(first.signal === 'errors' ? [] : [{label: safe`bounds`, text: boundsText(signals, rules)}]),
		{
			label: safe`anew`,
			text: safe`evidence is counted anew after each change of the weight or the pods, and once harm is over`,
		},
		{label: safe`needs ×n`, text: safe`without harm at most one release in n ever reaches ×n, however often one looks`},
	];
}

/** What harm is more than, and by what evidence is divided. */
function marginText(shown: ShownSignal): SafeText {
	const {signal, relativeMargin, marginRatio, phi, isPhiKnown} = shown;
	const of = signal === 'errors' ? safe`` : safe`${boundText(shown)}: `;
	const factor = ident((1 + relativeMargin).toFixed(2));
	const varies = isPhiKnown
		? safe`counts vary ${ident(phi.toFixed(1))} times as much as by chance alone`
		: safe`how much counts vary is not known, taken as ${ident(phi.toFixed(1))} times chance`;
	return safe`${of}more than stable's share × ${factor} + ${percentText(marginRatio)} % · ${varies}`;
}
