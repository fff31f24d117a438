import {assertNever} from '../../source/domain/result.ts';
import type {EvidenceRow} from '../../source/judge/counts/evidence-row.ts';
import type {JudgeRules} from '../../source/judge/judge-rules.ts';
import {signalAfter} from '../../source/judge/verdict/judge-signal.ts';
import {judgementOf} from '../../source/judge/verdict/judgement-of.ts';
import {flagsOf} from '../../source/judge/verdict/level-switches.ts';
import type {SignalState} from '../../source/judge/verdict/signal-state.ts';
import type {Flags, SignalVerdict} from '../../source/judge/verdict/signal-verdict.ts';

/** One line of a timeline, in the words of the reference's vectors. */
export type TimelineEntry = Readonly<Record<string, unknown>>;

/** What the judge says of a sequence of rows: one entry where the kind, whether it is carried, a flag or the number of
 * past stretches changes, and one for the last row. */
export function timelineOf(rows: readonly EvidenceRow[], rules: JudgeRules): readonly TimelineEntry[] {
	const entries: TimelineEntry[] = [];
	let state: SignalState | null = null;
	let said: string | null = null;
	for (const [index, row] of rows.entries()) {
		state = signalAfter(state, row, rules);
		const says = outlineOf(state, rules);
		if (says !== said || index === rows.length - 1) entries.push(entryOf(state, {rules, index}));
		said = says;
	}
	return entries;
}

function outlineOf(state: SignalState, rules: JudgeRules): string {
	const {stableRose, absolutelyBad} = flagsOf(state.switches, rules);
	const isCarried = state.kind === 'worse' && state.stretch?.isCarried;
	return JSON.stringify([state.kind, isCarried, stableRose, absolutelyBad, state.history.length]);
}

function entryOf(
	state: SignalState,
	{rules, index}: {readonly rules: JudgeRules; readonly index: number},
): TimelineEntry {
	const {verdict, flags, history, clockMs, logEvidence} = judgementOf(state, rules);
	return {
		clockMs,
		...saidOf(verdict),
		flags: knownFlags(flags),
		history: history.map(({signal, fromMs, toMs, atLeastRatio}) => ({signal, fromMs, toMs, atLeast: atLeastRatio})),
		logM: Number.isFinite(logEvidence) ? logEvidence : null,
		index,
	};
}

function saidOf(verdict: SignalVerdict): TimelineEntry {
	switch (verdict.kind) {
		case 'cannotCompare':
			return {
				kind: verdict.kind,
				why: verdict.because.kind === 'given' ? verdict.because.code : 'no requests to stable',
			};
		case 'worse': {
			const {kind, signal, atLeastRatio, sinceMs, isCarried, extraPerMinute} = verdict;
			return {kind, signal, atLeast: atLeastRatio, sinceMs, carried: isCarried, extraPerMinute};
		}
		case 'noHarmAbove':
			return {kind: verdict.kind, bound: verdict.boundRatio, requestsSeen: verdict.requestsSeen};
		case 'bothBad':
		case 'wasWorse':
		case 'tooFew':
			return {...verdict};
		default:
			return assertNever(verdict);
	}
}

function knownFlags(flags: Flags): TimelineEntry {
	return Object.fromEntries(Object.entries(flags).filter(([, isOn]) => isOn !== null));
}
