import type {Phase} from '../../domain/release.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import {clockTimeSince} from '../../domain/time.ts';
import type {ReleasePod} from '../common/release-pods.ts';
import {gatesAhead} from './gates.ts';
import {failureOf, haltOf, lastWarning} from './halts.ts';
import {isUnderWay, type Situation} from './situation.ts';
import {standsSinceMs} from './tick.ts';

/** Why it waits or failed, in one line; null while nothing waits. Flagger tells most of it only in Events. */
export function whyOf(situation: Situation, phase: Phase, canaryPods: readonly ReleasePod[]): SafeText | null {
	const {canary} = situation;
	switch (phase.kind) {
		case 'silent':
			return phase.because;
		case 'stable':
			return null;
		case 'aborted': {
			const held = canary.isSuspended ? safe`; suspended` : safe``;
			return safe`${failure(situation, phase.because)}${held}`;
		}
		case 'paused':
			if (phase.because === 'manual') return suspended(situation);
			return gateHolds(situation) ?? haltOf(situation);
		default:
			if (!isUnderWay(canary)) return lastWarning(situation) ?? (phase.kind === 'progressing' ? phase.because : null);
			return (
				failedCheck(situation) ??
				podTrouble(canaryPods) ??
				halted(situation) ??
				(phase.kind === 'progressing' ? phase.because : null)
			);
	}
}

function suspended({canary}: Situation): SafeText {
	const off = safe`held by hand: spec.suspend, auto-rollback is off`;
	return isUnderWay(canary) ? off : safe`held by hand: spec.suspend, new versions are not released`;
}

function gateHolds(situation: Situation): SafeText | null {
	const {canary} = situation;
	const [gate] = gatesAhead(canary);
	if (!gate) return null;
	const standsMs = standsSinceMs(situation);
	if (canary.status.phase !== 'Progressing' || haltOf(situation) !== null || standsMs === null) {
		return safe`the gate ${gate.name} (${gate.type}) is closed`;
	}
	const since = ident(clockTimeSince(standsMs, situation.nowMs));
	return safe`nothing since ${since}: the gate ${gate.name} is closed, or Flagger is silent`;
}

function failedCheck(situation: Situation): SafeText | null {
	const {status, analysis} = situation.canary;
	if (status.failedChecks === 0) return null;
	const counted = safe`failed checks ${status.failedChecks} of ${analysis.threshold}`;
	const halt = halted(situation);
	return halt === null ? counted : safe`${halt}; ${counted}`;
}

/** A gate that was passed is no check that failed. */
function halted(situation: Situation): SafeText | null {
	const said = haltOf(situation);
	return said?.startsWith('waiting for ') ? null : said;
}

function podTrouble(pods: readonly ReleasePod[]): SafeText | null {
	return pods.filter(({trouble}) => trouble !== null).toSorted((a, b) => b.restarts - a.restarts)[0]?.trouble ?? null;
}

function failure(situation: Situation, message: SafeText): SafeText {
	const {check, cause} = failureOf(situation);
	const {threshold} = situation.canary.analysis;
	if (cause === null) return check ?? message;
	if (cause.startsWith('failed checks threshold')) {
		return check === null
			? safe`failed checks reached ${threshold} of ${threshold}; no check that failed is on record`
			: safe`${check}; failed checks ${threshold} of ${threshold}`;
	}
	return cause.startsWith('manual webhook') ? safe`a rollback gate was open: somebody asked for it` : cause;
}
