import type {Effect, PatchStep, Plan} from '../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import type {Release} from '../../../domain/release/release.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {RolloutObject} from '../../../kinds/argo-rollouts/rollout.ts';
import {allowed, checked} from '../../common/checked.ts';
import {testOf} from '../../common/raw.ts';
import {nameOf} from '../../common/release-text.ts';
import type {Operation} from '../../contract.ts';
import {decidePromote, type PromoteWay} from '../decide-promote.ts';
import type {RolloutOperation, RolloutRelease, RolloutRequest} from '../detail.ts';
import {pausesText} from '../facts.ts';
import {isCutOver} from '../situation.ts';
import {stopAhead} from '../steps.ts';
import {controllerRefusal, hasPause, liveRollout, underWayRefusal} from './guards.ts';
import {statusThenUnpause} from './permissions.ts';
import {sameRelease, unpausePatch} from './rollout-patches.ts';
import {shareNowText} from './share-now.ts';

/**
 * Moves the release one step on, past the pause that the operator saw and past no other: the patch tests the
 * step, the revision and the time at which the pause began. The official client's patch has no such tests, so
 * it skips a step if it comes late.
 */
export const promote: RolloutOperation = checked({
	direction: 'towardCanary',
	can: release => {
		const refused = controllerRefusal(release) ?? underWayRefusal(release);
		if (refused) return refused;
		if (release.detail.rollout.status.promoteFull)
			return refuse('promoting-already', safe`it is being promoted fully already`);
		return hasPause(release) ? allowed : notAtPause(release);
	},
	action: release => {
		if (decidePromote(release.detail.rollout).kind === 'measureAgain') return safe`Measure again`;
		return release.strategy === 'blueGreen' ? safe`Promote` : safe`Promote one step`;
	},
	permissions: statusThenUnpause,
	needs: release => [release.ref],
	plan: planPromote,
	effect: promoteEffect,
});

function notAtPause(release: RolloutRelease): Result<never, Refusal> {
	if (release.detail.rollout.isPaused)
		return refuse('held-by-hand', safe`it is held by hand, not by a pause of its steps: ${verb('resume')} resumes`);
	switch (release.phase.kind) {
		case 'analysing':
			return refuse('analysis-running', safe`an analysis is running: wait for it, or ${verb('back')} goes back`);
		case 'degraded':
			return refuse('broken', safe`it cannot go on: ${release.phase.because}; ${verb('back')} goes back`);
		default:
			return refuse('goes-on-by-itself', safe`it is not at a pause, it goes on by itself; ${verb('back')} goes back`);
	}
}

function planPromote(request: RolloutRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveRollout(request);
	if (!live.ok) return live;
	const {raw, rollout} = live.value;
	if (rollout.status.pauseConditions.some(({startedAtMs}) => startedAtMs === null)) {
		return refuse('pause-not-told-apart', safe`the pause has no start: it could not be told from the next one`);
	}
	const way = decidePromote(rollout);
	// Test every pause condition: the operator has not seen one that has come since.
	const tests = [
		...sameRelease(raw),
		...testOf(raw, 'status', 'currentStepIndex'),
		...testOf(raw, 'status', 'pauseConditions'),
	];
	const status: PatchStep = {
		kind: 'patch',
		ref: release.ref,
		subresource: 'status',
		patch: [...tests, ...pastPause(way)],
		after: [{op: 'anyOf', predicates: [{pointer: '/status/pauseConditions', op: 'absent'}, ...stepDone(rollout)]}],
		inverse: null,
	};
	const canary = nameOf(release, release.canary);
	const plan: Plan = {
		verb: 'promote',
		direction: 'towardCanary',
		release: release.key,
		to: release.canary,
		headline: headlineOf(rollout, way, canary),
		means: rollout.isPaused ? safe`argo promote, then unpause` : safe`argo promote`,
		effects: effectsOf(release, way),
		caveats: caveatsOf(release),
		steps: rollout.isPaused
			? [status, unpausePatch(release.ref, raw, testOf(raw, 'status', 'currentPodHash'))]
			: [status],
		facts: release.facts,
	};
	return ok(plan);
}

function headlineOf({blueGreen}: RolloutObject, way: PromoteWay, canary: SafeText): SafeText {
	if (way.kind === 'measureAgain') return safe`MEASURE ${canary} AGAIN`;
	return blueGreen ? safe`PROMOTE ${canary}` : safe`PROMOTE ${canary} ONE STEP`;
}

function pastPause(way: PromoteWay): PatchStep['patch'] {
	if (way.kind !== 'pastInconclusiveStep') return [{op: 'remove', path: '/status/pauseConditions'}];
	return [
		{op: 'test', path: '/status/canary/currentStepAnalysisRunStatus/status', value: 'Inconclusive'},
		{op: 'remove', path: '/status/pauseConditions'},
		{op: 'replace', path: '/status/controllerPause', value: false},
		{op: 'replace', path: '/status/currentStepIndex', value: way.stepIndex + 1},
	];
}

/** A higher step index is proof as well: the controller may be at the next pause before perch looks. */
function stepDone({blueGreen, status}: RolloutObject): PatchStep['after'] {
	if (blueGreen) return [{pointer: '/status/blueGreen/activeSelector', op: 'equals', value: status.currentHash}];
	return status.stepIndex === null
		? []
		: [{pointer: '/status/currentStepIndex', op: 'atLeast', value: status.stepIndex + 1}];
}

function effectsOf(release: RolloutRelease, way: PromoteWay): readonly SafeText[] {
	const canary = nameOf(release, release.canary);
	if (way.kind === 'measureAgain') return [safe`${way.again} is made once more; no step is passed`];
	const again = way.kind === 'pastPause' && way.again !== null ? [safe`${way.again} is made once more`] : [];
	return [...passing(release, canary), ...again];
}

function passing(release: RolloutRelease, canary: SafeText): readonly SafeText[] {
	if (release.strategy === 'blueGreen') {
		return [safe`all traffic: ${nameOf(release, release.stable)} → ${canary}`];
	}
	const ahead = release.steps.slice(release.stepIndex + 1);
	const stopAt = stopAhead(release.detail.rollout, release.stepIndex + 1);
	const until = stopAt === -1 ? ahead : ahead.slice(0, stopAt + 1);
	const weight = until.find(step => step.weightPercent !== null)?.weightPercent ?? (stopAt === -1 ? 100 : null);
	const share =
		weight === null
			? safe`weight stays at ${shareNowText(release)}`
			: safe`${shareNowText(release)} → ${weight}% on ${canary}${onceMeasured(until)}`;
	const stops = until.map(({label}) => label).join(' · ');
	const end = stopAt === -1 ? `${stops === '' ? '' : `${stops} · `}100%` : stops;
	return [share, line(`then by itself: ${end}`)];
}

/** The analysis or experiment that must pass before the next weight is set. */
function onceMeasured(steps: Release['steps']): SafeText {
	const at = steps.findIndex(({weightPercent}) => weightPercent !== null);
	const before = at === -1 ? steps : steps.slice(0, at);
	const decides = before.find(({kind}) => kind === 'analysis' || kind === 'experiment');
	if (!decides) return safe``;
	return decides.kind === 'analysis' ? safe`, once its analysis has passed` : safe`, once its experiment has passed`;
}

function text(percent: number | 'unknown'): SafeText {
	return percent === 'unknown' ? safe`unknown` : safe`${percent}%`;
}

function caveatsOf(release: RolloutRelease): readonly SafeText[] {
	return release.detail.rollout.isPaused ? [safe`it is held by hand as well: that is taken away too`] : [];
}

function promoteEffect(plan: Plan, before: RolloutRelease, now: RolloutRelease): Effect {
	const total = now.steps.length;
	if (now.canary === null && now.stable === plan.to) {
		return {kind: 'effective', evidence: safe`${nameOf(now, plan.to)} is fully promoted`};
	}
	if (now.canary !== plan.to) return {kind: 'undone', evidence: safe`another release is under way`};
	if (now.detail.rollout.status.abort) return {kind: 'undone', evidence: now.why?.text ?? safe`it was aborted`};
	if (decidePromote(before.detail.rollout).kind === 'measureAgain') {
		return hasPause(now)
			? {kind: 'pending', evidence: safe`still held: ${pausesText(now.detail.rollout.status.pauseConditions)}`}
			: {kind: 'effective', evidence: safe`measured once more`};
	}
	if (now.strategy === 'blueGreen') {
		return isCutOver(now.detail.rollout)
			? {kind: 'effective', evidence: safe`${nameOf(now, plan.to)} is active`}
			: {kind: 'pending', evidence: safe`waiting for the active service to turn`};
	}
	if (now.stepIndex > before.stepIndex) {
		const {desiredPercent, configuredPercent} = now.split;
		// The route is a separate object: until it has followed, it has the weight of the step before.
		const weight = desiredPercent === configuredPercent ? safe`, ${text(configuredPercent)} configured` : safe``;
		return {kind: 'effective', evidence: safe`step ${now.stepIndex}/${total}${weight}`};
	}
	return {kind: 'pending', evidence: safe`still at step ${now.stepIndex}/${total}`};
}
