import type {Release} from '../../../domain/release/release.ts';
import {logEvidenceOf} from '../../../judge/evidence/evidence.ts';
import type {Signal} from '../../../judge/signal-parameters.ts';
import {signalVerdict} from '../../../judge/verdict/judgement-of.ts';
import {flagsOf} from '../../../judge/verdict/level-switches.ts';
import {presentExcess} from '../../../judge/verdict/present-excess.ts';
import type {Estimate} from '../../../judge/verdict/press-or-wait.ts';
import type {SignalState} from '../../../judge/verdict/signal-state.ts';
import type {Flags, SignalVerdict, VerdictKind} from '../../../judge/verdict/signal-verdict.ts';
import {isSameJudged, type JudgedSignal, type Judging, type ReleaseEvidence} from '../../state/release-evidence.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** What the rows of a release show of one signal now. */
export interface SignalNow {
	readonly signal: Signal;
	readonly kind: VerdictKind;
	/** The kind with its figures, which take long to find: computed when they are first read. */
	readonly verdict: SignalVerdict;
	/** How much more often the canary fails now; computed when it is first read. Null where that cannot be said. */
	readonly excess: Estimate | null;
	readonly flags: Flags;
	/** The evidence as a part (0–1) of what convicts. */
	readonly part: number;
	readonly state: SignalState;
	readonly judged: JudgedSignal;
}

/** The evidence of this very canary; null before any of it is read. */
export function evidenceOf({metrics}: State, release: Release): ReleaseEvidence | null {
	const known = metrics.evidence[release.key];
	if (!known || !isSameJudged(known, release)) return null;
	return known.isCaughtUp ? known : (known.meanwhile ?? known);
}

/** Every signal that is judged, in the order of the judge; computed once for the same rows. */
export function signalsNow({derive}: EngineContext, state: State, release: Release, judging: Judging) {
	return derive.rememberWhile(state, `signals ${release.key}`, [judging], () => signalsOf(judging));
}

/** Every signal that these rows judge, in the order of the judge. */
export function signalsOf(judging: Judging): readonly SignalNow[] {
	return judging.signals.flatMap(judged => signalNow(judging, judged) ?? []);
}

function signalNow({states}: Judging, judged: JudgedSignal): SignalNow | null {
	const {rules} = judged;
	const state = states[rules.signal];
	if (!state) return null;
	const verdict = once(() => signalVerdict(state, rules));
	// A histogram as a whole has no difference of its own.
	const excess = once(() => (rules.signal === 'shape' ? null : presentExcess(state)));
	return {
		signal: rules.signal,
		kind: state.kind,
		get verdict() {
			return verdict();
		},
		get excess() {
			return excess();
		},
		flags: flagsOf(state.switches, rules),
		part: partOfConviction(logEvidenceOf(state.evidence), judged),
		state,
		judged,
	};
}

function once<T>(compute: () => T): () => T {
	let known: {readonly value: T} | null = null;
	return () => {
		known ??= {value: compute()};
		return known.value;
	};
}

/** How far the evidence is on the way from none (0) to what convicts (1), in logarithms. */
export function partOfConviction(logEvidence: number, {rules: {parameters}}: JudgedSignal): number {
	return Math.min(1, Math.max(0, logEvidence / Math.log(1 / parameters.alpha)));
}
