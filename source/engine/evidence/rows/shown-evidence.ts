import type {Release} from '../../../domain/release/release.ts';
import type {SafeText} from '../../../domain/text/safe-text.ts';
import {logEvidenceOf} from '../../../judge/evidence/evidence.ts';
import type {JudgeRules} from '../../../judge/judge-rules.ts';
import type {Signal} from '../../../judge/signal-parameters.ts';
import type {Estimate} from '../../../judge/verdict/press-or-wait.ts';
import type {Flags, SignalVerdict} from '../../../judge/verdict/signal-verdict.ts';
import {evidenceError} from '../../questions/evidence-rows.ts';
import {pollError} from '../../questions/poll.ts';
import type {Judging, ReleaseEvidence} from '../../state/release-evidence.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {isShownFrozen} from '../../world/shown-state.ts';
import type {Figure} from '../proof/proof.ts';
import {type SetHere, type ShownRules, setFor, shownRules} from './shown-rules.ts';
import {evidenceOf, partOfConviction, type SignalNow, signalsNow} from './signals-now.ts';

/** The evidence of harm behind a compared figure. */
export type ShownEvidence =
	| {readonly kind: 'reading'; readonly problem: SafeText | null}
	/** The display was frozen before they were read. */
	| {readonly kind: 'frozen'}
	/** No Service leads to it. */
	| {readonly kind: 'notAsked'}
	| {
			readonly kind: 'told';
			readonly sinceMs: number;
			readonly upToMs: number;
			readonly stepSeconds: number;
			readonly rows: number;
			readonly unreadRows: number;
			/** Left out, as the versions got different requests. */
			readonly skippedRows: number;
			/** They get different requests now. */
			readonly isIncomparable: boolean;
			/** Why newer rows are missing; null where none are. */
			readonly problem: SafeText | null;
			readonly signals: readonly ShownSignal[];
			readonly rules: ShownRules;
	  };

export interface ShownSignal {
	readonly signal: Signal;
	/** Above which a request counts as slow; null of errors, and of the histogram as a whole. */
	readonly boundMs: number | null;
	/** The evidence, and how much convicts: a canary without harm reaches that once in so many releases. */
	readonly logEvidence: number;
	readonly needed: number;
	/** The evidence over time as a part of what convicts, 0–1, oldest first. */
	readonly trend: readonly number[];
	readonly verdict: SignalVerdict;
	/** The ratio of failed requests that the service's objective allows, and whether the canary fails more, whatever
	 * stable does; null without an objective. */
	readonly objective: {readonly ratio: number; readonly isOver: boolean} | null;
	/** Since when its clock runs, and the how many-th that is: it begins anew with another weight, another pod, and once
	 * harm is over. */
	readonly clock: {readonly startMs: number; readonly number: number};
	/** How much more often the canary fails now; null where that cannot be said. */
	readonly excess: Estimate | null;
	readonly phi: number;
	readonly isPhiKnown: boolean;
	/** Harm is more than stable's ratio times `1 + relativeMargin`, plus `marginRatio`. */
	readonly relativeMargin: number;
	readonly marginRatio: number;
	/** How much of the relative margin is for few pods, and how many those are. */
	readonly podMargin: number;
	readonly pods: {readonly canary: number; readonly stable: number};
	/** Which of its rules are set, and where; the rest is by default. */
	readonly set: readonly SetHere[];
}

const signalsOf: Readonly<Partial<Record<Figure, readonly Signal[]>>> = {
	errors: ['errors'],
	failures: ['errors'],
	p50: ['slow', 'verySlow', 'shape'],
	p95: ['slow', 'verySlow', 'shape'],
	p99: ['slow', 'verySlow', 'shape'],
};

/** What the rows of a release show of one figure; null of a figure that nothing is judged by. */
export function shownEvidence(
	context: EngineContext,
	state: State,
	release: Release,
	figure: Figure,
): ShownEvidence | null {
	const signals = signalsOf[figure];
	if (!signals || release.canary === null) return null;
	const known = evidenceOf(state, release);
	const problem = problemOf(state, release);
	if (!known?.judging) return isShownFrozen(state) ? {kind: 'frozen'} : {kind: 'reading', problem};
	const {judging, fromMs, upToMs, stepSeconds} = known;
	const shown = signalsNow(context, state, release, judging).map(now => shownSignal(known, judging, now));
	return {
		kind: 'told',
		sinceMs: fromMs,
		upToMs,
		stepSeconds,
		rows: judging.rows + judging.skippedRows,
		unreadRows: judging.unreadRows,
		skippedRows: judging.skippedRows,
		isIncomparable: judging.signals.some(({rules}) => rules.incomparable !== null),
		problem,
		signals: shown.filter(({signal}) => signals.includes(signal)),
		rules: shownRules(context, state, release, known),
	};
}

/** Why no newer rows come; null where none is missing. */
function problemOf({metrics}: State, {key}: Release): SafeText | null {
	const error = evidenceError(metrics, key) ?? (metrics.source ? pollError(metrics) : metrics.connectError);
	return error?.message ?? null;
}

function shownSignal({chosen}: ReleaseEvidence, {trace}: Judging, now: SignalNow): ShownSignal {
	const {signal, judged, state, flags} = now;
	const {rules, phi, isPhiKnown, boundsMs, pods} = judged;
	const {parameters, extraRelativeMargin} = rules;
	const {startMs, number} = state.evidence.clock;
	const before = trace.map(point => partOfConviction(point.logEvidence[signal] ?? Number.NEGATIVE_INFINITY, judged));
	return {
		signal,
		boundMs: signal === 'shape' ? null : (boundsMs[0] ?? null),
		logEvidence: logEvidenceOf(state.evidence),
		needed: 1 / parameters.alpha,
		trend: [...before, now.part],
		verdict: now.verdict,
		objective: objectiveOf(rules, flags),
		clock: {startMs, number},
		excess: now.excess,
		phi,
		isPhiKnown,
		relativeMargin: parameters.relativeMargin + extraRelativeMargin,
		marginRatio: parameters.marginRatio,
		podMargin: extraRelativeMargin,
		pods,
		set: setFor(signal, chosen),
	};
}

function objectiveOf({objectiveRatio}: JudgeRules, {absolutelyBad}: Flags): ShownSignal['objective'] {
	return objectiveRatio === null ? null : {ratio: objectiveRatio, isOver: absolutelyBad === true};
}
