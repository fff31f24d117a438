import {type PodCounts, phiNow, phiOfPods, podLevels, total} from '../../source/judge/counts/dispersion.ts';
import {podMargin, podVariation} from '../../source/judge/counts/pod-margin.ts';
import type {JudgeRules} from '../../source/judge/judge-rules.ts';
import {defaultParameters, type Signal} from '../../source/judge/signal-parameters.ts';
import {signalAfter} from '../../source/judge/verdict/judge-signal.ts';
import type {SignalState} from '../../source/judge/verdict/signal-state.ts';
import type {Pods} from './counting.ts';
import type {LookedAt} from './release.ts';
import {canaryPods, rowSeconds, stablePods} from './world.ts';

/** What is left out to show what it is for. */
export type LeftOut = 'nothing' | 'phi' | 'podMargin';

export interface PerchRule {
	readonly past: PodCounts;
	readonly signal: Signal;
	readonly leftOut: LeftOut;
}

export interface Judged {
	readonly state: SignalState;
	readonly phi: number;
}

/** What the judge makes of each look at a release, with everything that it is told measured from stable's pods. */
export function perchRule({past, signal, leftOut}: PerchRule): (row: LookedAt) => Judged {
	const phiOf = phiOfRows(past);
	const rules = rulesFor({past, phi: phiOf.past, signal, leftOut});
	let state: SignalState | null = null;
	return ({endMs, canary, stable, isRestart, isWarm}) => {
		const phi = leftOut === 'phi' ? 1 : phiOf.next(stable);
		state = signalAfter(
			state,
			{
				endMs,
				seconds: rowSeconds,
				phi,
				isRestart,
				isWarm,
				canaryFailures: total(canary.failures),
				canaryRequests: total(canary.requests),
				stableFailures: total(stable.failures),
				stableRequests: total(stable.requests),
			},
			rules,
		);
		return {state, phi};
	};
}

interface MeasuredPhi {
	/** Of the hour before the release. */
	readonly past: number;
	/** Of each row of it, in order. */
	readonly next: (stable: Pods) => number;
}

/** φ as it is measured from stable's pods: from the hour before, and in each row from the last ones. */
function phiOfRows(past: PodCounts): MeasuredPhi {
	const known = {levels: podLevels(past), phi: phiOfPods(past)};
	let recent: readonly Pods[] = [];
	return {
		past: known.phi,
		next: stable => {
			recent = [...recent, stable].slice(-recentRows);
			return phiNow(
				{failures: recent.map(({failures}) => failures), requests: recent.map(({requests}) => requests)},
				known,
			);
		},
	};
}

/** As many as the judge looks back. */
const recentRows = 8;

/** The rules of a signal, from what stable's pods did in the hour before. */
export function rulesFor({past, phi, signal, leftOut}: PerchRule & Pick<Judged, 'phi'>): JudgeRules {
	const variation = podVariation(past, phi);
	return {
		signal,
		parameters: defaultParameters[signal],
		extraRelativeMargin: leftOut === 'podMargin' ? 0 : podMargin({variation, canaryPods, stablePods}),
		past: {failures: total(past.failures.map(total)), requests: total(past.requests.map(total)), phi},
		objectiveRatio: null,
		incomparable: null,
	};
}
