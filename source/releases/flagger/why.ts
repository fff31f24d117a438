import type {Phase} from '../../domain/release/release.ts';
import type {Told, WhyCode} from '../../domain/release/told.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../domain/time.ts';
import {podTrouble, type ReleasePod} from '../common/release-pods.ts';
import {gatesAhead, theGate} from './gates.ts';
import {failureOf, haltOf, lastWarning} from './halts.ts';
import {isUnderWay, type Situation} from './situation.ts';
import {standsSinceMs} from './tick.ts';

type Why = Told<WhyCode>;

/**
 * Why the release waits or failed, in one line; null while nothing waits. Flagger tells most of this only in
 * Events.
 */
export function whyOf(situation: Situation, phase: Phase, canaryPods: readonly ReleasePod[]): Why | null {
	const {canary} = situation;
	switch (phase.kind) {
		case 'silent':
			return {code: 'controller-silent', text: phase.because};
		case 'stable':
			return null;
		case 'aborted': {
			const held = canary.isSuspended ? safe`; suspended` : safe``;
			const failed = failure(situation, phase.because);
			return {...failed, text: safe`${failed.text}${held}`};
		}
		case 'paused':
			if (phase.because === 'manual') return suspended(situation);
			return gateHolds(situation) ?? told('controller-says', haltOf(situation));
		default:
			if (!isUnderWay(canary)) return told('controller-says', lastWarning(situation)) ?? onItsWay(phase);
			return (
				told('checks-failing', failedCheck(situation)) ??
				podTrouble(canaryPods) ??
				told('checks-failing', halted(situation)) ??
				onItsWay(phase)
			);
	}
}

function onItsWay(phase: Phase): Why | null {
	return phase.kind === 'progressing' ? {code: 'on-its-way', text: phase.because} : null;
}

function told(code: WhyCode, text: SafeText | null): Why | null {
	return text === null ? null : {code, text};
}

function suspended({canary}: Situation): Why {
	const off = safe`held by hand: spec.suspend, auto-rollback is off`;
	const text = isUnderWay(canary) ? off : safe`held by hand: spec.suspend, new versions are not released`;
	return {code: 'held-by-hand', text};
}

function gateHolds(situation: Situation): Why | null {
	const {canary} = situation;
	const [gate] = gatesAhead(canary);
	if (!gate) return null;
	const standsMs = standsSinceMs(situation);
	if (canary.status.phase !== 'Progressing' || haltOf(situation) !== null || standsMs === null) {
		return {code: 'gate-closed', text: safe`${theGate(gate.name)} (${gate.type}) is closed`};
	}
	const since = ident(clockTimeSince(standsMs, situation.nowMs));
	return {
		code: 'gate-closed',
		text: safe`nothing since ${since}: ${theGate(gate.name)} is closed, or Flagger is silent`,
	};
}

function failedCheck(situation: Situation): SafeText | null {
	const {status, analysis} = situation.canary;
	if (status.failedChecks === 0) return null;
	const counted = safe`failed checks ${status.failedChecks} of ${analysis.threshold}`;
	const halt = halted(situation);
	return halt === null ? counted : safe`${halt}; ${counted}`;
}

/** A wait for a gate is no failed check. */
function halted(situation: Situation): SafeText | null {
	const said = haltOf(situation);
	return said?.startsWith('waiting for ') ? null : said;
}

function failure(situation: Situation, message: SafeText): Why {
	const {check, cause} = failureOf(situation);
	const {threshold} = situation.canary.analysis;
	if (cause === null) return {code: 'controller-says', text: check ?? message};
	if (cause.startsWith('failed checks threshold')) {
		return {
			code: 'checks-failing',
			text:
				check === null
					? safe`failed checks reached ${threshold} of ${threshold}; no check that failed is on record`
					: safe`${check}; failed checks ${threshold} of ${threshold}`,
		};
	}
	return cause.startsWith('manual webhook')
		? {code: 'aborted-by-request', text: safe`a rollback gate was open: somebody asked for it`}
		: {code: 'controller-says', text: cause};
}
