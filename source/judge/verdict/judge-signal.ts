import {logMean} from '../../statistics/log-sum.ts';
import {startWeight} from '../counts/clock.ts';
import {type EvidenceRow, type Interval, readRow, readShapeRow, type ShapeRow} from '../counts/evidence-row.ts';
import {silenceAfter, silentSeconds} from '../counts/silence.ts';
import {evidenceAfter, gainsOf, logEvidenceOf} from '../evidence/evidence.ts';
import {onsetMs, trendAfter} from '../evidence/trend.ts';
import type {JudgeRules} from '../judge-rules.ts';
import {isWithoutHarm, windowAfter} from './harm-window.ts';
import {rowsWith} from './kept-rows.ts';
import {switchesAfter} from './level-switches.ts';
import {firstState, historyWith, type SignalState, stateWithNewClock} from './signal-state.ts';
import type {VerdictKind} from './signal-verdict.ts';
import {acquittedMs, convicted, stretchAfter, withPeak} from './worse-stretch.ts';

/** Judges one signal by one more row; null stands for nothing before the first. Costs the same however long the release
 * lasts. `judgementOf` says what follows from the state. */
export function signalAfter(before: SignalState | null, row: EvidenceRow, rules: JudgeRules): SignalState {
	return stateAfter(before, readRow(row), rules);
}

/** The same for the whole histogram. Its bounds are those of the first row that has any. */
export function shapeAfter(before: SignalState | null, row: ShapeRow, rules: JudgeRules): SignalState {
	const known = before?.trends.length ?? 0;
	if (known > 0) return stateAfter(before, readShapeRow(row, known), rules);
	return stateAfter(null, readShapeRow(row, Math.max(0, row.canary.length - 1)), rules);
}

function stateAfter(before: SignalState | null, interval: Interval, rules: JudgeRules): SignalState {
	const begun =
		before === null ? firstState(interval) : interval.isRestart ? restarted(before, interval, rules) : before;
	const observed = withRow(begun, interval, rules);
	const freed = acquitted(withStretch(observed, rules), interval, rules);
	return withKind(withConviction(freed, interval, rules), rules);
}

/** A stretch of harm is cut by a new clock and goes on unjudged: one conviction, so one entry of the history. */
function restarted(before: SignalState, {startMs}: Interval, rules: JudgeRules): SignalState {
	const state = stateWithNewClock(before, startMs);
	const {stretch} = before;
	if (stretch === null || stretch.isCarried) return state;
	return {...withHistory(state, startMs, rules), stretch: {...stretch, isCarried: true}};
}

function withRow(state: SignalState, interval: Interval, rules: JudgeRules): SignalState {
	const {relativeMargin, marginRatio} = rules.parameters;
	const gains = gainsOf(interval, {relative: relativeMargin + rules.extraRelativeMargin, ratio: marginRatio});
	const logWeight = Math.log(startWeight(state.evidence.clock, interval.seconds));
	const rows = rowsWith(state.rows, {...interval, logWeight});
	const stable = {failures: interval.stableFailures[0] ?? 0, requests: interval.stableRequests};
	return {
		...state,
		evidence: evidenceAfter(state.evidence, interval.seconds, gains),
		trends: state.trends.map((trend, bound) => trendAfter(trend, gains[bound] ?? [], interval.startMs)),
		rows,
		window: windowAfter(state.window, rows, state.evidence.clock),
		silence: silenceAfter(state.silence, interval),
		switches: switchesAfter(state.switches, interval, rules),
		recentStable: [...state.recentStable, stable].slice(-recentRows),
	};
}

function withStretch(state: SignalState, rules: JudgeRules): SignalState {
	const row = state.rows.at(-1);
	if (state.stretch === null || row === undefined) return state;
	return {...state, stretch: stretchAfter(state.stretch, row, rules)};
}

/** Ends a stretch of harm that is proved to be over, or whose canary is not asked any more. */
function acquitted(state: SignalState, {endMs}: Interval, rules: JudgeRules): SignalState {
	const {stretch, silence} = state;
	if (stretch === null) return state;
	const toMs = acquittedMs(stretch) ?? (silence.canarySeconds >= silentSeconds ? silence.canaryAskedMs : null);
	if (toMs === null) return state;
	const closed = stretch.isCarried ? state : withHistory(state, toMs, rules);
	return {...stateWithNewClock(closed, endMs), stretch: null};
}

function withConviction(state: SignalState, {endMs}: Interval, rules: JudgeRules): SignalState {
	if (state.stretch?.isCarried === false || logEvidenceOf(state.evidence) < logNeedOf(rules)) return state;
	// Of several bounds the one that shows most convicts, and is followed from now on.
	const logs = state.evidence.mixtures.map(logMean);
	const bound = logs.indexOf(Math.max(...logs));
	const trend = state.trends[bound];
	if (trend === undefined) return state;
	const stretch = convicted({sinceMs: onsetMs(trend), atMs: endMs, bound, rules});
	return {...state, stretch: withPeak(stretch, state.rows, logNeedOfBound(state, rules))};
}

function withKind(state: SignalState, rules: JudgeRules): SignalState {
	const wasSaid = state.kind === 'noHarmAbove';
	const kind = kindByHarm(state, rules);
	if (kind === 'worse' && state.stretch !== null) {
		return {...state, kind, stretch: withPeak(state.stretch, state.rows, logNeedOfBound(state, rules))};
	}
	// A histogram as a whole finds harm only: at some bound a difference is always possible.
	if (kind !== null || state.window === null || state.trends.length !== 1) {
		return {...state, kind: kind ?? kindByProgress(state)};
	}
	const {window, isSaid} = isWithoutHarm({
		window: state.window,
		rows: state.rows,
		parameters: rules.parameters,
		wasSaid,
	});
	return {...state, window, kind: isSaid ? 'noHarmAbove' : kindByProgress(state)};
}

/** Null where nothing speaks against the canary. */
function kindByHarm({silence, stretch, switches}: SignalState, {incomparable}: JudgeRules): VerdictKind | null {
	if (incomparable !== null || silence.stableSeconds >= silentSeconds) return 'cannotCompare';
	if (stretch !== null) return 'worse';
	return switches.stableRose.isOn && switches.canaryRose.isOn ? 'bothBad' : null;
}

function kindByProgress({history}: SignalState): VerdictKind {
	return history.length > 0 ? 'wasWorse' : 'tooFew';
}

function withHistory(state: SignalState, toMs: number, {signal}: JudgeRules): SignalState {
	const {stretch, history} = state;
	if (stretch === null) return state;
	const past = {signal, fromMs: stretch.sinceMs, toMs, atLeastRatio: stretch.peakRatio};
	return {...state, history: historyWith(history, past)};
}

function logNeedOf({parameters}: JudgeRules): number {
	return Math.log(1 / parameters.alpha);
}

/** What the evidence of one bound needs by itself. Of several bounds the mean convicts: one of them by itself would need
 * so many times more. */
export function logNeedOfBound({trends}: SignalState, rules: JudgeRules): number {
	return logNeedOf(rules) + Math.log(trends.length);
}

/** Stable's ratio beside a verdict is that of so many last rows. */
const recentRows = 8;
