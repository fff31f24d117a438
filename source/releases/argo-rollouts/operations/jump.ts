import type {RawObject} from '../../../domain/cluster/kube-object.ts';
import type {Effect, Plan, Predicate} from '../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {sameValue} from '../../../domain/same-value.ts';
import {line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {RolloutObject} from '../../../kinds/argo-rollouts/rollout.ts';
import {allowed, checked} from '../../common/checked.ts';
import {rawAt, testOf} from '../../common/raw.ts';
import {nameOf} from '../../common/release-text.ts';
import type {Answers, Operation, Question} from '../../contract.ts';
import type {RolloutOperation, RolloutRelease, RolloutRequest} from '../detail.ts';
import {stopAhead} from '../steps.ts';
import {controllerRefusal, liveRollout, underWayRefusal} from './guards.ts';
import {patchesRolloutStatus} from './permissions.ts';
import {sameRelease} from './rollout-patches.ts';
import {shareNowText} from './share-now.ts';

/**
 * Moves the release to another of its steps. The patch also removes the pause of the step that is left, and
 * `controllerPause`: without a pause condition the controller would take `controllerPause` for a person's
 * promote and pass the next pause at once.
 */
export const jump: RolloutOperation = checked({
	direction: 'towardCanary',
	can: (release, answers) => {
		const refused = controllerRefusal(release) ?? underWayRefusal(release);
		if (refused) return refused;
		if (release.steps.length === 0) return refuse('no-steps', safe`it has no steps`);
		if (release.detail.rollout.status.promoteFull)
			return refuse('promoting-already', safe`it is being promoted fully already`);
		if (isHeldByBackground(release)) {
			return refuse(
				'analysis-inconclusive',
				safe`an analysis beside the steps was inconclusive: ${verb('promote')} measures it again first`,
			);
		}
		const target = targetOf(release, answers);
		if (answers.length > 0 && target === null) return refuse('answer-gone', safe`there is no such step`);
		if (target === release.stepIndex) return refuse('already-so', safe`it stands at that step already`);
		return target !== null && target > release.stepIndex ? (podsRefusal(release) ?? allowed) : allowed;
	},
	ask: askStep,
	permissions: () => [patchesRolloutStatus],
	needs: release => [release.ref],
	plan: planJump,
	effect: jumpEffect,
});

/** Whether an inconclusive run beside the steps holds the release. The controller would hold it again at any step. */
function isHeldByBackground(release: RolloutRelease): boolean {
	const {pauseConditions, analysisRuns} = release.detail.rollout.status;
	const isInconclusive = pauseConditions.some(({reason}) => reason === 'InconclusiveAnalysisRun');
	return isInconclusive && analysisRuns.step?.status !== 'Inconclusive';
}

/** Refuses if no canary pod is ready: Argo would wait at the step for pods that do not come, and give up. */
function podsRefusal({revisions, canary}: RolloutRelease): Result<never, Refusal> | null {
	const ready = revisions.find(({key}) => key === canary)?.pods.ready;
	return ready === 0
		? refuse('pods-not-ready', safe`no pod of the canary is ready: it would wait for them; ${verb('back')} goes back`)
		: null;
}

function targetOf({steps}: RolloutRelease, [answer]: Answers): number | null {
	const target = Number(answer);
	return answer !== undefined && Number.isInteger(target) && target >= 0 && target < steps.length ? target : null;
}

function askStep(release: RolloutRelease, answers: Answers): Question | null {
	if (answers.length > 0) return null;
	return {
		title: safe`Stand at which step? It is confirmed in the next step.`,
		options: release.steps.flatMap(({label}, at) =>
			at === release.stepIndex
				? []
				: [{value: String(at), text: safe`step ${at + 1} ${label}: ${weightAt(release, at)}%`, createdAtMs: null}],
		),
		entry: null,
	};
}

/** The weight in percent at a step: that of the nearest weight step at or before it. */
function weightAt({steps}: RolloutRelease, at: number): number {
	return steps.slice(0, at + 1).findLast(({weightPercent}) => weightPercent !== null)?.weightPercent ?? 0;
}

function planJump(request: RolloutRequest): ReturnType<Operation['plan']> {
	const {release, answers} = request;
	const live = liveRollout(request);
	if (!live.ok) return live;
	const {raw, rollout} = live.value;
	const target = targetOf(release, answers);
	if (target === null) return refuse('answer-needed', safe`choose a step first`);
	if (rollout.status.stepIndex === null) return refuse('no-steps', safe`Argo has not begun its steps yet`);
	const isBack = target < release.stepIndex && weightAt(release, target) < weightAt(release, release.stepIndex);
	return ok({
		verb: 'jump',
		direction: isBack ? 'towardStable' : 'towardCanary',
		release: release.key,
		to: release.canary,
		headline: safe`JUMP TO STEP ${target + 1}: ${release.steps[target]?.label ?? safe`unknown`}`,
		means: safe`status.currentStepIndex`,
		effects: effectsOf(release, target),
		caveats: caveatsOf(release, rollout, target),
		steps: [
			{
				kind: 'patch',
				ref: release.ref,
				subresource: 'status',
				patch: [
					...sameRelease(raw),
					...testOf(raw, 'status', 'stableRS'),
					...testOf(raw, 'status', 'currentStepIndex'),
					// A patch cannot test that a pause is absent. An unchanged phase shows that none has come since.
					...testOf(raw, 'status', 'phase'),
					...testOf(raw, 'status', 'pauseConditions'),
					{op: 'add', path: '/status/pauseConditions', value: []},
					{op: 'add', path: '/status/controllerPause', value: false},
					{op: 'replace', path: '/status/currentStepIndex', value: target},
				],
				after: [{op: 'anyOf', predicates: leftBehind(raw, rollout.status.stepIndex)}],
				inverse: null,
			},
		],
		facts: release.facts,
	});
}

/**
 * Proof of the jump: another step index, or a new pause. The controller goes on from the target at once, and
 * may reach the old step again, at a pause that began anew.
 */
function leftBehind(raw: RawObject, stepIndex: number): readonly Predicate[] {
	const began = rawAt(raw, 'status', 'pauseConditions', 0, 'startTime');
	return [
		{pointer: '/status/currentStepIndex', op: 'differs', value: stepIndex},
		...(began === undefined
			? []
			: [{pointer: '/status/pauseConditions/0/startTime', op: 'differs', value: began} as const]),
	];
}

function effectsOf(release: RolloutRelease, target: number): readonly SafeText[] {
	const {steps, canary} = release;
	const before = shareNowText(release);
	const ahead = steps.slice(target);
	const stopAt = stopAhead(release.detail.rollout, target);
	const until = (stopAt === -1 ? ahead : ahead.slice(0, stopAt + 1)).map(({label}) => label);
	return [
		safe`${before} → ${weightAt(release, target)}% on ${nameOf(release, canary)}`,
		line(`then by itself: ${[...until, ...(stopAt === -1 ? ['100%'] : [])].join(' · ')}`),
	];
}

function caveatsOf(release: RolloutRelease, rollout: RolloutObject, target: number): readonly SafeText[] {
	const {steps, stepIndex} = release;
	const left = steps.slice(stepIndex, target);
	const skipped = left.filter(({kind}) => kind !== 'weight').map(({label}) => label);
	const routes = left.some(({kind}) => kind === 'headerRoute' || kind === 'mirrorRoute');
	const isBack = target < stepIndex;
	const stays =
		isBack && steps.slice(target, stepIndex).some(({kind}) => kind === 'headerRoute' || kind === 'mirrorRoute');
	const begins = rollout.canary?.backgroundStartsAt ?? 0;
	return [
		...(skipped.length === 0 ? [] : [line(`skips ${skipped.join(' · ')}`)]),
		...(routes ? [safe`header and mirror routes of the steps between are not set, nor taken away`] : []),
		...(isBack ? [safe`the steps from there on are gone through once more; a running analysis ends`] : []),
		...(stays ? [safe`header and mirror routes that are set stay`] : []),
		...(isBack && target < begins ? [safe`the background analysis ends: it begins at step ${begins + 1}`] : []),
		...(release.detail.rollout.isPaused
			? [safe`it is held by hand: the weight follows, no step comes until ${verb('resume')} resumes`]
			: []),
		safe`nothing takes it back but another jump`,
	];
}

function jumpEffect(plan: Plan, before: RolloutRelease, now: RolloutRelease): Effect {
	if (now.canary === null && now.stable === plan.to) {
		return {kind: 'effective', evidence: safe`${nameOf(now, plan.to)} is fully promoted`};
	}
	if (now.canary !== plan.to) return {kind: 'undone', evidence: safe`another release is under way`};
	if (now.detail.rollout.status.abort) return {kind: 'undone', evidence: now.why?.text ?? safe`it was aborted`};
	const total = now.steps.length;
	// The controller passes a step before a pause within a second. It may then be at the old step index, but at a
	// new pause.
	return now.stepIndex === before.stepIndex && isSamePause(now, before)
		? {kind: 'pending', evidence: safe`still at step ${now.stepIndex}/${total}`}
		: {kind: 'effective', evidence: safe`step ${now.stepIndex}/${total}`};
}

function isSamePause(now: RolloutRelease, before: RolloutRelease): boolean {
	return sameValue(now.detail.rollout.status.pauseConditions, before.detail.rollout.status.pauseConditions);
}
