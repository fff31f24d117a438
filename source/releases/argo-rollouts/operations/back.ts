import type {ObjectRef, RawObject} from '../../../domain/cluster/kube-object.ts';
import type {Effect, Plan, PlanStep} from '../../../domain/release/plan.ts';
import type {Refusal} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatDuration} from '../../../domain/time.ts';
import type {RolloutObject} from '../../../kinds/argo-rollouts/rollout.ts';
import {REPLICA_SETS} from '../../../kinds/replica-set.ts';
import {checked} from '../../common/checked.ts';
import {holderRef} from '../../common/holder-ref.ts';
import {nameOf, shareText} from '../../common/release-text.ts';
import {templateTag} from '../../common/revision-of.ts';
import {templateStays} from '../../common/template-stays.ts';
import {backAllowed, backRefusal} from '../../common/way-back.ts';
import type {Operation, Permission} from '../../contract.ts';
import type {RolloutOperation, RolloutRelease, RolloutRequest} from '../detail.ts';
import {isStableScaledDown, isStillElsewhere, templateHolder} from '../situation.ts';
import {liveRollout, workloadRef} from './guards.ts';
import {patchesRollout, patchesRolloutStatus, patchesRoutes, patchesTemplate} from './permissions.ts';
import {previousEffect, previousSteps} from './previous.ts';
import {restoreTemplate} from './restore-template.ts';
import {abortPatch, unpausePatch} from './rollout-patches.ts';
import {routeSteps} from './route-steps.ts';

/** Sends traffic back to stable by the way back that fits: abort, unpause, route weights or an earlier template. */
export const back: RolloutOperation = checked({
	direction: 'towardStable',
	can: backAllowed,
	permissions: backPermissions,
	// An abort needs only the Rollout: it must not fail because perch may not read another object.
	needs: release => [release.ref, ...moreRefs(release)],
	plan: planBack,
	effect: backEffect,
});

function backPermissions(release: RolloutRelease): readonly Permission[] {
	const unpauses = release.detail.rollout.isPaused ? [patchesRollout] : [];
	const {way} = release.detail;
	switch (way.kind) {
		case 'abort':
			return [patchesRolloutStatus, ...unpauses];
		case 'unpause':
			return [patchesRollout];
		case 'undo':
			return [...patchesTemplate(release), ...unpauses];
		case 'previous':
			return [
				...patchesTemplate(release),
				...(release.strategy === 'blueGreen' ? [] : [patchesRolloutStatus]),
				...unpauses,
			];
		case 'route': {
			const kinds = new Set(way.refs.map(({kindId}) => kindId));
			return patchesRoutes.filter(({kindId}) => kinds.has(kindId));
		}
		case 'none':
			return [];
	}
}

function moreRefs(release: RolloutRelease): readonly ObjectRef[] {
	const {way} = release.detail;
	if (way.kind === 'route') return way.refs;
	if (way.kind !== 'undo' && way.kind !== 'previous') return [];
	return [holderRef(REPLICA_SETS, release, release.back.to), workloadRef(release)].filter(ref => ref !== null);
}

function planBack(request: RolloutRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveRollout(request);
	if (!live.ok) return live;
	const {raw, rollout} = live.value;
	const {means} = release.back;
	const steps = stepsOf(request, raw, rollout);
	if (!steps.ok) return steps;
	if (means === null) return backRefusal(release.back);
	return ok({
		verb: 'back',
		direction: 'towardStable',
		release: release.key,
		to: release.back.to,
		headline: safe`BACK TO ${nameOf(release, release.back.to)}`,
		means,
		effects: effectsOf(release, rollout),
		caveats: caveatsOf(release, rollout),
		steps: steps.value,
		facts: release.facts,
	});
}

function stepsOf(
	request: RolloutRequest,
	raw: RawObject,
	rollout: RolloutObject,
): Result<readonly [PlanStep, ...PlanStep[]], Refusal> {
	const {ref} = request.release;
	const isAborted = {op: 'test', path: '/status/abort', value: true} as const;
	const {isPaused} = rollout;
	switch (request.release.detail.way.kind) {
		case 'abort':
			return ok([abortPatch(ref, raw), ...(isPaused ? [unpausePatch(ref, raw, [isAborted])] : [])]);
		case 'unpause':
			return ok([unpausePatch(ref, raw, [isAborted])]);
		case 'route':
			return routeSteps(request, rollout);
		case 'undo': {
			const restored = restoreTemplate(request, raw, request.release.stable);
			return restored.ok ? ok([restored.value, ...(isPaused ? [unpausePatch(ref, raw)] : [])]) : restored;
		}
		case 'previous':
			return previousSteps(request, raw, rollout);
		case 'none':
			return backRefusal(request.release.back);
	}
}

function effectsOf(release: RolloutRelease, rollout: RolloutObject): readonly SafeText[] {
	const stable = nameOf(release, release.stable);
	const canary = nameOf(release, release.canary);
	const {configuredPercent} = release.split;
	const share = shareText(release);
	const {way} = release.detail;
	if (way.kind === 'previous') {
		const target = nameOf(release, release.back.to);
		return [
			safe`all traffic: ${stable} → ${target}`,
			safe`it served before ${stable} and all its pods still run: its steps are skipped`,
		];
	}
	if (way.kind === 'undo') {
		const tag = templateTag(rollout.template, null);
		return [
			...(tag === null ? [] : [safe`spec: ${tag} → ${stable}`]),
			...(configuredPercent === 'unknown' || configuredPercent > 0 ? [safe`${share} on ${canary} → ${stable}`] : []),
		];
	}
	if (way.kind === 'route')
		return [safe`${share} on ${canary} → 0%, all traffic to ${stable}`, safe`the pods of ${canary} are left to Argo`];
	if (rollout.blueGreen) return [safe`${stable} stays active; the preview of ${canary} is taken back`];
	const isPart = way.kind === 'abort' && way.leaves.length > 0;
	const moved =
		configuredPercent === 0
			? safe`${canary} has no share of the traffic, and will have none`
			: isPart
				? safe`what Argo writes for ${canary} → 0%`
				: safe`${share} on ${canary} → 0%, all traffic to ${stable}`;
	const routes = release.incomparable === undefined ? [] : [safe`its header and mirror routes are taken away`];
	return [moved, ...routes, podsAfter(rollout, canary)];
}

/** With a router the canary's pods stay for a while; without one stable's pods replace them at once. */
function podsAfter({canary}: RolloutObject, name: SafeText): SafeText {
	if (!canary?.router) return safe`the pods of ${name} give way to stable's`;
	const seconds = canary.abortScaleDownDelaySeconds ?? 30;
	return seconds === 0
		? safe`the pods of ${name} stay: abortScaleDownDelaySeconds is 0`
		: safe`the pods of ${name} stop after ${ident(formatDuration(seconds * 1000))}`;
}

function caveatsOf(release: RolloutRelease, rollout: RolloutObject): readonly SafeText[] {
	const {metadata} = rollout;
	const tag = templateTag(rollout.template, null) ?? nameOf(release, release.canary);
	const {way} = release.detail;
	const isSilent = release.phase.kind === 'silent';
	const left = (way.kind === 'abort' ? way.leaves : []).map(({where, percent}) => {
		const part = percent === 'unknown' ? safe`an unknown share` : safe`${percent}%`;
		return safe`${where} keeps sending ${part}: Argo does not write it; ${verb('back')} again turns it`;
	});
	return [
		...left,
		...(isSilent && way.kind !== 'route' ? [safe`the controller does not answer: nothing moves until it does`] : []),
		...(way.kind === 'route' ? [safe`Argo should have set these weights: it may write its own once more`] : []),
		...(way.kind === 'abort' && isStableScaledDown(rollout, release.revisions)
			? [safe`traffic goes back as stable's pods start: it has ${readyOf(release)} of ${rollout.desired}`]
			: []),
		...(way.kind === 'undo' || way.kind === 'previous'
			? []
			: [templateStays(metadata, tag, templateHolder(rollout) ?? safe`spec`)]),
	];
}

function readyOf({back: {stableReady}}: RolloutRelease): SafeText {
	return stableReady === 'unknown' ? safe`an unknown part` : safe`${stableReady}`;
}

function backEffect(plan: Plan, before: RolloutRelease, now: RolloutRelease): Effect {
	const {way} = before.detail;
	if (way.kind === 'previous') return previousEffect(plan, before, now);
	const {configuredPercent} = now.split;
	const stable = nameOf(now, plan.to);
	const share = safe`${configuredPercent === 'unknown' ? safe`unknown share` : safe`${configuredPercent}%`} still configured`;
	if (now.canary === null) {
		// The spec holds stable's template again before the active Service selects stable.
		if (now.stable === plan.to && isStillElsewhere(now.detail.rollout)) {
			return {kind: 'pending', evidence: safe`the active service does not select ${stable} yet`};
		}
		if (now.stable === plan.to && configuredPercent !== 0) return {kind: 'pending', evidence: share};
		return now.stable === plan.to
			? {kind: 'effective', evidence: safe`${stable} takes all traffic`}
			: {kind: 'undone', evidence: safe`${nameOf(now, now.stable)} was promoted instead`};
	}
	const isSame = now.canary === before.canary;
	if (!isSame && before.canary !== null) {
		return {kind: 'undone', evidence: safe`another release is under way: ${nameOf(now, now.canary)}`};
	}
	const isAborted = now.detail.rollout.status.abort;
	const [contradiction] = now.contradictions;
	// Until Argo takes the request up, a contradiction describes the state before the request.
	if (isAborted && contradiction !== undefined && !now.isAnswerAwaited)
		return {kind: 'notReverted', evidence: contradiction.text};
	const isBack = way.kind !== 'undo' && isAborted && configuredPercent === 0 && contradiction === undefined;
	if (isBack && (now.phase.kind === 'aborted' || way.kind === 'route')) {
		const by = now.split.configuredBy === 'controller' ? safe`Argo says 0%` : safe`0% configured`;
		return {kind: 'effective', evidence: safe`aborted, ${by}`};
	}
	return {kind: 'pending', evidence: share};
}
