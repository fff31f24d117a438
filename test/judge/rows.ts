import type {EvidenceRow} from '../../source/judge/counts/evidence-row.ts';
import type {JudgeRules} from '../../source/judge/judge-rules.ts';
import {defaultParameters, type Signal} from '../../source/judge/signal-parameters.ts';
import {signalAfter} from '../../source/judge/verdict/judge-signal.ts';
import type {SignalState} from '../../source/judge/verdict/signal-state.ts';

export type Counts = Pick<EvidenceRow, 'canaryFailures' | 'canaryRequests' | 'stableFailures' | 'stableRequests'>;

const seconds = 15;

/** Both versions fail 5 in 1,000. */
export const calm: Counts = {canaryFailures: 5, canaryRequests: 1_000, stableFailures: 50, stableRequests: 10_000};
/** The canary fails 5 in 100. */
export const harm: Counts = {...calm, canaryFailures: 50};
export const canarySilent: Counts = {...calm, canaryFailures: 0, canaryRequests: 0};
export const stableSilent: Counts = {...calm, stableFailures: 0, stableRequests: 0};
export const unreadable: Counts = {...calm, canaryFailures: null};

/** So many rows of 15 s with the same counts. */
export function times(
	count: number,
	counts: Counts,
	marks: Partial<EvidenceRow> = {},
): readonly Partial<EvidenceRow>[] {
	return new Array<Partial<EvidenceRow>>(count).fill({...counts, ...marks});
}

/** Rows one after another, from 0 ms on. */
export function sequence(...parts: readonly (readonly Partial<EvidenceRow>[])[]): readonly EvidenceRow[] {
	let endMs = 0;
	return parts.flat().map(part => {
		const row = {...calm, seconds, phi: 1, isRestart: false, isWarm: false, ...part};
		endMs += row.seconds * 1000;
		return {...row, endMs};
	});
}

export function rulesOf(signal: Signal, more: Partial<JudgeRules> = {}): JudgeRules {
	return {
		signal,
		parameters: defaultParameters[signal],
		extraRelativeMargin: 0,
		past: null,
		objectiveRatio: null,
		incomparable: null,
		...more,
	};
}

/** The state after each row. */
export function statesOf(rows: readonly EvidenceRow[], rules: JudgeRules): readonly SignalState[] {
	let state: SignalState | null = null;
	return rows.map(row => {
		state = signalAfter(state, row, rules);
		return state;
	});
}

/** The state after the last row. */
export function stateOf(rows: readonly EvidenceRow[], rules: JudgeRules): SignalState {
	const state = statesOf(rows, rules).at(-1);
	if (state === undefined) throw new Error('no rows');
	return state;
}
