import type {Phase} from '../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../domain/time.ts';
import {conditionOf} from '../../kinds/condition.ts';
import {gatesAhead} from './gates.ts';
import {haltOf} from './halts.ts';
import {isPastThreshold, isUnseen, iterationsOf, type Situation, sinceMs, strategyOf} from './situation.ts';
import {silentMs, standsSinceMs} from './tick.ts';

/** The phase of a Canary. Suspended is no phase of Flagger: Flagger's own phase stays as it was. */
export function phaseOf(situation: Situation): Phase {
	const {canary} = situation;
	const {phase} = canary.status;
	if (canary.metadata.deletedAtMs !== null || phase === 'Terminating' || phase === 'Terminated') {
		return {kind: 'progressing', code: 'being-deleted', because: safe`the Canary is being deleted`};
	}
	const silent = silentMs(situation);
	if (silent !== null) {
		const since = ident(clockTimeSince(silent, situation.nowMs));
		return {
			kind: 'silent',
			code: 'controller-silent',
			because: safe`the controller does not answer: last seen ${since}, it looks every ${every(situation)}`,
		};
	}
	if (canary.isSuspended && phase !== 'Failed') return {kind: 'paused', because: 'manual', sinceMs: null};
	if (isUnseen(situation))
		return {kind: 'progressing', code: 'spec-not-seen', because: safe`waiting for Flagger to see the new template`};
	if (isPastThreshold(situation) && (phase === 'Progressing' || phase === 'WaitingPromotion'))
		return {kind: 'analysing', code: 'checks-running', because: safe`failed checks are at the threshold`};
	switch (phase as string | null) {
		case null:
		case '':
		case 'Initializing':
			return {
				kind: 'progressing',
				code: 'initializing',
				because: safe`initializing: the primary is made from the target`,
			};
		case 'Initialized':
		case 'Succeeded':
			return {kind: 'stable'};
		case 'Waiting':
			return {kind: 'paused', because: 'person', sinceMs: sinceMs(canary)};
		case 'WaitingPromotion':
			return {kind: 'paused', because: 'person', sinceMs: waitingSinceMs(situation)};
		case 'Progressing':
			return progressing(situation);
		case 'Promoting':
			return {kind: 'progressing', code: 'promoting', because: safe`promoting: the primary takes over the new version`};
		case 'Finalising':
			return {
				kind: 'progressing',
				code: 'finalising',
				because: safe`finalising: all traffic to the primary, the target stops`,
			};
		case 'Failed':
			return {
				kind: 'aborted',
				code: 'controller-says',
				because: conditionOf(canary.status.conditions, 'Promoted')?.message || safe`failed`,
			};
		default:
			return {kind: 'progressing', code: 'controller-says', because: phase ?? safe`unknown`};
	}
}

/**
 * Whether the gate before a step holds the release. Flagger's phase does not tell: its Event does, or that
 * nothing moves.
 */
export function isHeldByStepGate(situation: Situation): boolean {
	const {canary, target, primary, nowMs} = situation;
	if (canary.status.phase !== 'Progressing' || gatesAhead(canary).length === 0) return false;
	const halt = haltOf(situation);
	if (halt !== null) return halt.startsWith('waiting for traffic increase');
	const standsMs = standsSinceMs(situation);
	const isReady = target?.isReady === true && primary?.isReady === true;
	return isReady && standsMs !== null && nowMs - standsMs > 2 * canary.analysis.intervalMs + 5_000;
}

function progressing(situation: Situation): Phase {
	const {canary, target, route} = situation;
	if (isHeldByStepGate(situation)) return {kind: 'paused', because: 'person', sinceMs: standsSinceMs(situation)};
	if (target !== null && !target.isReady) {
		return {
			kind: 'progressing',
			code: 'pods-start',
			because: safe`the canary's pods start: ${target.ready} of ${target.desired} are ready`,
		};
	}
	const {iterations} = canary.status;
	if (strategyOf(canary) !== 'canary') {
		return {kind: 'analysing', code: 'checks-running', because: checksText(situation, iterations)};
	}
	const weight = route?.percent ?? canary.status.weight;
	return weight > 0
		? {kind: 'analysing', code: 'checks-running', because: safe`checks at ${weight}%`}
		: {kind: 'progressing', code: 'analysis-starts', because: safe`the analysis starts`};
}

function checksText({canary, route}: Situation, iterations: number): SafeText {
	const all = iterationsOf(canary);
	const checks = safe`check ${Math.min(Math.max(0, iterations), all)} of ${all}`;
	if (route === null || route.percent === 0) return checks;
	return strategyOf(canary) === 'abTest'
		? safe`${checks}; requests that match go to the canary`
		: safe`${checks}; ${route.percent}% on the canary`;
}

/** When the wait began: the condition is updated when the phase changes, though the release as a whole goes on. */
function waitingSinceMs({canary}: Situation): number | null {
	return conditionOf(canary.status.conditions, 'Promoted')?.updatedAtMs ?? null;
}

function every({canary}: Situation): SafeText {
	return safe`${canary.analysis.intervalMs / 1000}s`;
}
