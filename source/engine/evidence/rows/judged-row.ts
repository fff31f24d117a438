import {logEvidenceOf} from '../../../judge/evidence/evidence.ts';
import {shapeAfter, signalAfter} from '../../../judge/verdict/judge-signal.ts';
import type {SignalState} from '../../../judge/verdict/signal-state.ts';
import type {CountedRow, JudgedSignal, Judging, TracePoint, VersionCounts} from '../../state/release-evidence.ts';
import {failuresOf} from './judged-signals.ts';

/** When something happened that a row must know of, by the server's clock. */
export interface Marks {
	/** The weight changed, or a canary pod came: a new clock begins. */
	readonly restartsMs: readonly number[];
	/** A canary pod came: it warms up. */
	readonly podsMs: readonly number[];
}

/** A pod is created somewhat before it is ready. */
export const warmMs = 90_000;
/** Rows that could not be read for so long begin the count anew. */
const gapMs = 120_000;
const mostTrace = 240;

export function judgingBy(signals: readonly JudgedSignal[]): Judging {
	return {
		signals,
		states: {},
		rows: 0,
		unreadRows: 0,
		unreadFromMs: null,
		skippedRows: 0,
		restartMs: null,
		anewMs: null,
		trace: [],
		traceEvery: 1,
	};
}

/** What is judged after one more row. One that could not be read clears nobody and convicts nobody: it is left out. */
export function judgedRow(judging: Judging, row: CountedRow, stepSeconds: number, marks: Marks): Judging {
	const startMs = judging.unreadFromMs ?? row.endMs - stepSeconds * 1000;
	if (row.canary === null || row.stable === null)
		return {...judging, rows: judging.rows + 1, unreadRows: judging.unreadRows + 1, unreadFromMs: startMs};
	const isIn = (fromMs: number) => (atMs: number) => atMs > fromMs && atMs <= row.endMs;
	// One change is told by several, each at its own time.
	const isTold = judging.restartMs !== null && startMs - judging.restartMs < 2 * stepSeconds * 1000;
	const ownStartMs = row.endMs - stepSeconds * 1000;
	// What was worse before so long a gap need not have been worse all along.
	const isAfterGap = ownStartMs - startMs >= gapMs;
	// Before the first row that could be read there is no count that could begin anew.
	const isCounting = judging.rows > judging.unreadRows;
	const isRestart = isCounting && (isAfterGap || (!isTold && marks.restartsMs.some(isIn(startMs))));
	const restartMs = isAfterGap ? ownStartMs : startMs;
	const times = {
		endMs: row.endMs,
		seconds: stepSeconds,
		isRestart,
		// A pod that came long before is warm by now, whether or not the rows since could be read.
		isWarm: marks.podsMs.some(isIn(ownStartMs - warmMs)),
	};
	const states = Object.fromEntries(
		judging.signals.map(judged => {
			const {signal} = judged.rules;
			return [signal, stateAfter(judging.states[signal] ?? null, judged, row, {...times, phi: judged.phi})];
		}),
	) as Judging['states'];
	const rows = judging.rows + 1;
	return {
		...judging,
		...traceAfter(judging, {...row, rows, states}),
		states,
		rows,
		unreadFromMs: null,
		restartMs: isRestart ? restartMs : judging.restartMs,
		anewMs: isRestart && wasAsked(judging) ? restartMs : judging.anewMs,
	};
}

/** Whether a change throws evidence away: requests to the canary were judged. */
function wasAsked({states}: Judging): boolean {
	return Object.values(states).some(({rows}) => rows.some(({canaryRequests}) => canaryRequests > 0));
}

interface Times {
	readonly endMs: number;
	readonly seconds: number;
	readonly isRestart: boolean;
	readonly isWarm: boolean;
	readonly phi: number;
}

function stateAfter(
	before: SignalState | null,
	{rules, boundsMs}: JudgedSignal,
	{canary, stable}: CountedRow,
	times: Times,
): SignalState {
	if (rules.signal === 'shape') {
		const counts = (version: VersionCounts | null) => histogramOf(version, boundsMs);
		return shapeAfter(before, {...times, canary: counts(canary), stable: counts(stable)}, rules);
	}
	const boundMs = boundsMs[0] ?? null;
	const ofCanary = canary && failuresOf(canary, boundMs);
	const ofStable = stable && failuresOf(stable, boundMs);
	return signalAfter(
		before,
		{
			...times,
			canaryFailures: ofCanary?.failures ?? null,
			canaryRequests: ofCanary?.requests ?? null,
			stableFailures: ofStable?.failures ?? null,
			stableRequests: ofStable?.requests ?? null,
		},
		rules,
	);
}

/** Requests at or below each of these bounds, and all; null for what is not told. */
function histogramOf(version: VersionCounts | null, boundsMs: readonly number[]): readonly (number | null)[] {
	const bounds = [...boundsMs, Number.POSITIVE_INFINITY];
	if (version === null) return bounds.map(() => null);
	if (version.requests === 0) return bounds.map(() => 0);
	return bounds.map(bound => version.counts?.find(({upperMs}) => upperMs === bound)?.cumulative ?? null);
}

/** The evidence of every so many rows; of twice as many once the points are too many. */
function traceAfter(
	{trace, traceEvery}: Judging,
	{endMs, rows, states}: {readonly endMs: number; readonly rows: number; readonly states: Judging['states']},
): Pick<Judging, 'trace' | 'traceEvery'> {
	if (rows % traceEvery !== 0) return {trace, traceEvery};
	const longer = [...trace, {atMs: endMs, logEvidence: logEvidenceOfAll(states)}];
	if (longer.length <= mostTrace) return {trace: longer, traceEvery};
	return {trace: longer.filter((_, at) => at % 2 === 1), traceEvery: 2 * traceEvery};
}

function logEvidenceOfAll(states: Judging['states']): TracePoint['logEvidence'] {
	return Object.fromEntries(Object.entries(states).map(([signal, state]) => [signal, logEvidenceOf(state.evidence)]));
}
