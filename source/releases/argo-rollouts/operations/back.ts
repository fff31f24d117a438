import type {ObjectRef, RawObject} from '../../../domain/kube-object.ts';
import type {Effect, Plan, PlanStep} from '../../../domain/plan.ts';
import type {Refusal} from '../../../domain/refusal.ts';
import type {Release} from '../../../domain/release.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/safe-text.ts';
import {formatDuration} from '../../../domain/time.ts';
import type {RolloutObject} from '../../../kinds/argo-rollouts/rollout.ts';
import {REPLICA_SETS} from '../../../kinds/replica-set.ts';
import {allowed, checked, refuse} from '../../common/checked.ts';
import {holderRef} from '../../common/holder-ref.ts';
import {nameOf, shareText} from '../../common/release-text.ts';
import {templateTag} from '../../common/revision-of.ts';
import {templateStays} from '../../common/template-stays.ts';
import type {Operation, Permission, PlanRequest} from '../../contract.ts';
import type {BackWay} from '../decide-back.ts';
import {factOf} from '../facts.ts';
import {isStableScaledDown, templateHolder} from '../situation.ts';
import {liveRollout, workloadRef} from './guards.ts';
import {patchesRollout, patchesRolloutStatus, patchesRoutes, patchesTemplate} from './permissions.ts';
import {previousEffect, previousSteps} from './previous.ts';
import {restoreTemplate} from './restore-template.ts';
import {abortPatch, unpausePatch} from './rollout-patches.ts';
import {routeSteps} from './route-steps.ts';

/** Traffic back to stable, by whatever the situation needs: abort, unpause, or stable's template. */
export const back: Operation = checked({
	direction: 'towardStable',
	can: release => (release.back.means === null ? refuse(release.back.text) : allowed),
	permissions: backPermissions,
	// An abort must not fail for want of a permission to read more than the Rollout.
	needs: release => [release.ref, ...moreRefs(release)],
	plan: planBack,
	effect: backEffect,
});

/** Which way the screen showed. */
function wayOf({back}: Release): BackWay['kind'] {
	return (back.way?.kind ?? 'none') as BackWay['kind'];
}

function backPermissions(release: Release): readonly Permission[] {
	const unpauses = factOf(release, 'held by hand') === 'yes' ? [patchesRollout] : [];
	switch (wayOf(release)) {
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
			const kinds = new Set(release.back.way?.refs.map(({kindId}) => kindId));
			return patchesRoutes.filter(({kindId}) => kinds.has(kindId));
		}
		case 'none':
			return [];
	}
}

function moreRefs(release: Release): readonly ObjectRef[] {
	if (wayOf(release) === 'route') return release.back.way?.refs ?? [];
	if (wayOf(release) !== 'undo' && wayOf(release) !== 'previous') return [];
	return [holderRef(REPLICA_SETS, release, release.back.to), workloadRef(release)].filter(ref => ref !== null);
}

function planBack(request: PlanRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveRollout(request);
	if (!live.ok) return live;
	const {raw, rollout} = live.value;
	const {means} = release.back;
	const steps = stepsOf(request, raw, rollout);
	if (!steps.ok) return steps;
	if (means === null) return refuse(release.back.text);
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
	request: PlanRequest,
	raw: RawObject,
	rollout: RolloutObject,
): Result<readonly [PlanStep, ...PlanStep[]], Refusal> {
	const {ref} = request.release;
	const isAborted = {op: 'test', path: '/status/abort', value: true} as const;
	const {isPaused} = rollout;
	switch (wayOf(request.release)) {
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
			return refuse(request.release.back.text);
	}
}

function effectsOf(release: Release, rollout: RolloutObject): readonly SafeText[] {
	const stable = nameOf(release, release.stable);
	const canary = nameOf(release, release.canary);
	const {configuredPercent} = release.split;
	const share = shareText(release);
	const way = wayOf(release);
	if (way === 'previous') {
		const target = nameOf(release, release.back.to);
		return [
			safe`all traffic: ${stable} → ${target}`,
			safe`it served before ${stable} and all its pods still run: its steps are skipped`,
		];
	}
	if (way === 'undo') {
		const tag = templateTag(rollout.template, null);
		return [
			...(tag === null ? [] : [safe`spec: ${tag} → ${stable}`]),
			...(configuredPercent === 'unknown' || configuredPercent > 0 ? [safe`${share} on ${canary} → ${stable}`] : []),
		];
	}
	if (way === 'route')
		return [safe`${share} on ${canary} → 0%, all traffic to ${stable}`, safe`the pods of ${canary} are left to Argo`];
	if (rollout.blueGreen) return [safe`${stable} stays active; the preview of ${canary} is taken back`];
	const leaves = release.back.way?.leaves ?? [];
	const moved =
		configuredPercent === 0
			? safe`${canary} has no share of the traffic, and will have none`
			: leaves.length > 0
				? safe`what Argo writes for ${canary} → 0%`
				: safe`${share} on ${canary} → 0%, all traffic to ${stable}`;
	const routes = release.incomparable === undefined ? [] : [safe`its header and mirror routes are taken away`];
	return [moved, ...routes, podsAfter(rollout, canary)];
}

/** With a router the canary's pods stay for a while; without one they make room at once. */
function podsAfter({canary}: RolloutObject, name: SafeText): SafeText {
	if (!canary?.router) return safe`the pods of ${name} give way to stable's`;
	const seconds = canary.abortScaleDownDelaySeconds ?? 30;
	return seconds === 0
		? safe`the pods of ${name} stay: abortScaleDownDelaySeconds is 0`
		: safe`the pods of ${name} stop after ${ident(formatDuration(seconds * 1000))}`;
}

function caveatsOf(release: Release, rollout: RolloutObject): readonly SafeText[] {
	const {metadata} = rollout;
	const tag = templateTag(rollout.template, null) ?? nameOf(release, release.canary);
	const way = wayOf(release);
	const isSilent = release.phase.kind === 'silent';
	const left = (release.back.way?.leaves ?? []).map(({where, percent}) => {
		const part = percent === 'unknown' ? safe`an unknown share` : safe`${percent}%`;
		return safe`${where} keeps sending ${part}: Argo does not write it; x again turns it`;
	});
	return [
		...left,
		...(isSilent && way !== 'route' ? [safe`the controller does not answer: nothing moves until it does`] : []),
		...(way === 'route' ? [safe`Argo should have set these weights: it may write its own once more`] : []),
		...(way === 'abort' && isStableScaledDown(rollout, release.revisions)
			? [safe`traffic goes back as stable's pods start: it has ${readyOf(release)} of ${rollout.desired}`]
			: []),
		...(way === 'undo' || way === 'previous'
			? []
			: [templateStays(metadata, tag, templateHolder(rollout) ?? safe`the Rollout's spec`)]),
	];
}

function readyOf({back: {stableReady}}: Release): SafeText {
	return stableReady === 'unknown' ? safe`an unknown part` : safe`${stableReady}`;
}

function backEffect(plan: Plan, before: Release, now: Release): Effect {
	if (wayOf(before) === 'previous') return previousEffect(plan, before, now);
	const {configuredPercent} = now.split;
	const stable = nameOf(now, plan.to);
	const share = safe`${configuredPercent === 'unknown' ? safe`unknown share` : safe`${configuredPercent}%`} still configured`;
	if (now.canary === null) {
		// The spec is stable's again before the active Service is.
		if (now.stable === plan.to && now.strategy === 'blueGreen' && factOf(now, 'active') !== factOf(now, 'stable')) {
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
	const way = wayOf(before);
	const isAborted = factOf(now, 'aborted') === 'yes';
	const [contradiction] = now.contradictions;
	// Before Argo takes the request up, what stands against it is of before.
	if (isAborted && contradiction !== undefined && !now.isAnswerAwaited)
		return {kind: 'notReverted', evidence: contradiction};
	const isBack = way !== 'undo' && isAborted && configuredPercent === 0 && contradiction === undefined;
	if (isBack && (now.phase.kind === 'aborted' || way === 'route')) {
		const by = now.split.configuredBy === 'controller' ? safe`Argo says 0%` : safe`0% configured`;
		return {kind: 'effective', evidence: safe`aborted, ${by}`};
	}
	return {kind: 'pending', evidence: share};
}
