import type {Phase} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../../domain/time.ts';
import {conditionOf} from '../../../kinds/condition.ts';
import type {DeploymentObject} from '../../../kinds/deployment.ts';
import {podsAre} from '../../common/plural.ts';
import {type ReleasePod, startFailure} from '../../common/release-pods.ts';
import {silentSince} from '../../common/silence.ts';
import type {Roles} from './revisions.ts';
import {isComplete, isObserved, isPastDeadline} from './rolling.ts';

/** The phase of a Deployment, by the rules of `kubectl rollout status`, which knows no pause. */
export function phaseOf(
	deployment: DeploymentObject,
	{stable, canary}: Roles,
	pods: readonly ReleasePod[],
	nowMs: number,
): Phase {
	const {metadata, conditions, observedGeneration} = deployment;
	if (!isObserved(deployment)) {
		const sinceMs = silentSince(metadata.changedAtMs, nowMs);
		if (sinceMs === null)
			return {
				kind: 'progressing',
				code: 'spec-not-seen',
				because: safe`waiting for the controller to see the new spec`,
			};
		const since = ident(clockTimeSince(sinceMs, nowMs));
		return {
			kind: 'silent',
			code: 'controller-silent',
			because: safe`the controller does not answer: generation ${metadata.generation} since ${since}, it saw ${observedGeneration}`,
		};
	}
	if (isPastDeadline(deployment)) {
		const message = conditionOf(conditions, 'Progressing')?.message;
		return {
			kind: 'degraded',
			code: 'deadline-exceeded',
			because: safe`ProgressDeadlineExceeded: ${message ?? safe`no progress`}`,
		};
	}
	if (deployment.isPaused) {
		const paused = conditionOf(conditions, 'Progressing');
		const sinceMs = paused?.reason === 'DeploymentPaused' ? paused.changedAtMs : null;
		return {kind: 'paused', because: 'manual', sinceMs};
	}
	if (isComplete(deployment)) return {kind: 'stable'};
	// The controller reports a failing pod only at its deadline. Report it now: the operator would lose that time.
	const failure = startFailure(pods, canary ?? stable, canary);
	return failure === null
		? {kind: 'progressing', code: 'pods-replaced', because: progress(deployment)}
		: {kind: 'degraded', code: 'pod-failing', because: failure};
}

function progress({desired, updated, replicas, available}: DeploymentObject): SafeText {
	if (updated < desired) return safe`${updated} of ${desired} ${podsAre(desired)} of the new version`;
	const old = replicas - updated;
	if (old > 0) return safe`${old} old ${podsAre(old)} pending termination`;
	return safe`${available} of ${updated} new ${podsAre(updated)} available`;
}
