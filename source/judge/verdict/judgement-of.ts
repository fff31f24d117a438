import {assertNever} from '../../domain/result.ts';
import {logEvidenceOf} from '../evidence/evidence.ts';
import {excessBound, meanExcess} from '../evidence/excess-bound.ts';
import {noHarmMiss, secondsToNoHarm, type TimedCounts} from '../evidence/seconds-to-no-harm.ts';
import type {JudgeRules} from '../judge-rules.ts';
import {secondsToWatch, windowRows} from './harm-window.ts';
import {logNeedOfBound} from './judge-signal.ts';
import {timedCounts} from './kept-rows.ts';
import {flagsOf} from './level-switches.ts';
import type {Estimate} from './press-or-wait.ts';
import type {SignalState} from './signal-state.ts';
import type {Progress, SignalJudgement, SignalVerdict, WorseSignal} from './signal-verdict.ts';
import {presentRatio, type WorseStretch} from './worse-stretch.ts';

/** What is said of one signal now. The figures are computed here, from the rows that the state keeps, so that a poll
 * of what nobody looks at does not pay for them. */
export function judgementOf(state: SignalState, rules: JudgeRules): SignalJudgement {
	return {
		verdict: signalVerdict(state, rules),
		flags: flagsOf(state.switches, rules),
		history: state.history,
		clockMs: state.evidence.clock.startMs,
		logEvidence: logEvidenceOf(state.evidence),
	};
}

export function signalVerdict(state: SignalState, rules: JudgeRules): SignalVerdict {
	const {kind, stretch, history} = state;
	switch (kind) {
		case 'cannotCompare':
			return {
				kind,
				because: rules.incomparable === null ? {kind: 'stableSilent'} : {kind: 'given', code: rules.incomparable},
			};
		case 'worse':
			return worse(state, present(stretch), rules);
		case 'bothBad':
			return {kind, stableRatio: recentRatio(state)};
		case 'noHarmAbove': {
			const high = excessBound(judgedRows(state), noHarmMiss, 'high');
			const boundRatio = Math.max(high, rules.parameters.marginRatio);
			return {kind, boundRatio, requestsSeen: state.window?.canaryRequests ?? 0};
		}
		case 'wasWorse': {
			const {fromMs, toMs} = present(history.at(-1));
			return {kind, fromMs, toMs, ...progressOf(state, rules)};
		}
		case 'tooFew':
			return {kind, ...progressOf(state, rules)};
		default:
			return assertNever(kind);
	}
}

function worse(state: SignalState, stretch: WorseStretch, rules: JudgeRules): WorseSignal {
	const {signal, parameters} = rules;
	const atLeastRatio = presentRatio(stretch, state.rows, {
		logNeed: logNeedOfBound(state, rules),
		fromRatio: parameters.marginRatio,
	});
	const since = timedCounts(
		state.rows.filter(({startMs}) => startMs >= stretch.sinceMs),
		stretch.bound,
	);
	return {
		kind: 'worse',
		signal,
		atLeastRatio,
		sinceMs: stretch.sinceMs,
		isCarried: stretch.isCarried,
		extraPerMinute: extraPerMinute(since, atLeastRatio),
	};
}

const extraMiss = 0.025;

/** By the rows since the onset that the present clock has: at most the last hours of a long stretch. */
function extraPerMinute(rows: readonly TimedCounts[], atLeastRatio: number): Estimate {
	const seconds = sum(rows, row => row.seconds);
	// Requests were counted: none of them a minute means that none fails.
	const perMinute = seconds > 0 ? (sum(rows, row => row.canaryRequests) / seconds) * 60 : 0;
	const ratio = meanExcess(rows) ?? 0;
	return {
		estimate: ratio * perMinute,
		low: atLeastRatio * perMinute,
		high: excessBound(rows, extraMiss, 'high') * perMinute,
	};
}

function progressOf(state: SignalState, {parameters}: JudgeRules): Progress {
	const {window} = state;
	if (window === null) return {requestsSeen: 0, etaSeconds: null};
	// A histogram as a whole never comes to that statement.
	const seconds = state.trends.length === 1 ? secondsToNoHarm(judgedRows(state), parameters) : null;
	return {
		requestsSeen: window.canaryRequests,
		etaSeconds: seconds === null ? null : Math.max(seconds, secondsToWatch(window)),
	};
}

function judgedRows({window, rows}: SignalState): readonly TimedCounts[] {
	return window === null ? [] : windowRows(window, rows);
}

function recentRatio({recentStable}: SignalState): number {
	return sum(recentStable, ({failures}) => failures) / sum(recentStable, ({requests}) => requests);
}

function sum<Row>(rows: readonly Row[], value: (row: Row) => number): number {
	return rows.reduce((total, row) => total + value(row), 0);
}

/** What a kind of verdict is never without. */
function present<Value>(value: Value | null | undefined): Value {
	if (value === null || value === undefined) throw new Error('the verdict is about something that is not there');
	return value;
}
