import {leastPastRequests} from '../../../judge/evidence/known-level.ts';
import type {SignalState} from '../../../judge/verdict/signal-state.ts';
import type {EvidenceSums, JudgedSignal, ReleaseEvidence, VersionCounts} from '../../state/release-evidence.ts';
import type {ComparedSignal, UsualIs} from '../../state/since-back.ts';
import {failuresOf} from './judged-signals.ts';

/** What the requests since a way back are compared with: errors, and each signal by which the canary was convicted when it
 * was left; null before anything of it is judged. */
export function comparedWith(evidence: ReleaseEvidence, leftAtMs: number): readonly ComparedSignal[] | null {
	const {judging, sums, stepSeconds, isFromLater} = evidence;
	if (!judging) return null;
	return judging.signals.flatMap((judged): readonly ComparedSignal[] => {
		const {signal, parameters} = judged.rules;
		const harm = harmOf(judging.states[signal], judged, leftAtMs - stepSeconds * 1000);
		if (signal !== 'errors' && harm === null) return [];
		const boundMs = signal === 'errors' ? null : (judged.boundsMs[harm?.bound ?? 0] ?? null);
		const {of, counts} = usualOf(sums, boundMs);
		return [
			{
				signal,
				boundMs,
				// Rows before the first one that is judged may be of a time in which the canary ran already.
				usualIs: of === 'before' && isFromLater ? 'beside' : of,
				rules: {
					parameters,
					usual: counts && {...counts, isOfCanary: of === 'canary'},
					phi: judged.phi,
					harmRatio: harm?.ratio ?? null,
				},
			},
		];
	});
}

interface Convicted {
	readonly ratio: number;
	readonly bound: number;
}

/** Null where it was not convicted, or acquitted before. Of a canary that is not asked any more the stretch is over. */
function harmOf(state: SignalState | undefined, {boundsMs}: JudgedSignal, fromMs: number): Convicted | null {
	if (state?.stretch) return {ratio: state.stretch.peakRatio, bound: state.stretch.bound};
	const last = state?.history.at(-1);
	return last && last.toMs >= fromMs && boundsMs.length < 2 ? {ratio: last.atLeastRatio, bound: 0} : null;
}

interface Usual {
	readonly of: UsualIs;
	readonly counts: {readonly failures: number; readonly requests: number} | null;
}

/** Before the canary came; where few requests were counted then, while it ran; the canary's own where there were no
 * others at all. */
function usualOf(sums: EvidenceSums, boundMs: number | null): Usual {
	const countsOf = (counts: VersionCounts) => failuresOf(counts, boundMs) ?? {requests: 0, failures: 0};
	const before = countsOf(sums.before);
	const beside = countsOf(sums.beside);
	const canary = countsOf(sums.canary);
	if (before.requests >= leastPastRequests || before.requests > beside.requests) return {of: 'before', counts: before};
	if (beside.requests > 0) return {of: 'beside', counts: beside};
	return canary.requests > 0 ? {of: 'canary', counts: canary} : {of: 'unknown', counts: null};
}
