import type {ObjectRef} from '../../../domain/kube-object.ts';
import type {Effect, Plan} from '../../../domain/plan.ts';
import type {Release} from '../../../domain/release.ts';
import {ok} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/safe-text.ts';
import type {CanaryObject} from '../../../kinds/flagger/canary.ts';
import {REPLICA_SETS} from '../../../kinds/replica-set.ts';
import {allowed, checked, refuse} from '../../common/checked.ts';
import {historyCaveats} from '../../common/history-caveats.ts';
import {holderRef} from '../../common/holder-ref.ts';
import {patches} from '../../common/permissions.ts';
import {nameOf, shareText} from '../../common/release-text.ts';
import {templateStays} from '../../common/template-stays.ts';
import type {Operation, Permission, PlanRequest} from '../../contract.ts';
import {factOf} from '../facts.ts';
import {routeKinds} from '../route.ts';
import {backSteps, wayOf} from './back-steps.ts';
import {isHeld, isUnderWay, liveCanary, newName, primaryRef, routeRef, targetRef} from './guards.ts';
import {patchesCanary, patchesCanaryStatus, patchesTarget} from './permissions.ts';

/** Traffic back to stable, by whatever the situation needs. Not while Flagger promotes: nothing stops it then. */
export const back: Operation = checked({
	direction: 'towardStable',
	can: release => (release.back.means === null ? refuse(release.back.text) : allowed),
	permissions: backPermissions,
	needs: release => [release.ref, ...refsOf(release)],
	plan: planBack,
	effect: backEffect,
});

function backPermissions(release: Release): readonly Permission[] {
	switch (wayOf(release)) {
		case 'fail':
			return [patchesCanaryStatus, ...(isHeld(release) ? [patchesCanary] : [])];
		case 'unship': {
			const kind = routeKinds.find(({id}) => id === routeRef(release)?.kindId);
			return [patchesCanary, ...(kind ? [patches(kind)] : []), ...patchesTarget(release), patchesCanaryStatus];
		}
		case 'route': {
			const kind = routeKinds.find(({id}) => id === routeRef(release)?.kindId);
			return [...(isUnderWay(release) && !isHeld(release) ? [patchesCanary] : []), ...(kind ? [patches(kind)] : [])];
		}
		case 'undoPrimary':
			return patchesTarget(release);
		case 'none':
			return [];
	}
}

/** A rollback by Flagger must not fail for want of a permission to read more than the Canary. */
function refsOf(release: Release): readonly ObjectRef[] {
	switch (wayOf(release)) {
		case 'unship':
			return [routeRef(release), targetRef(release), holderRef(REPLICA_SETS, release, release.stable)].filter(
				ref => ref !== null,
			);
		case 'route':
			return [routeRef(release)].filter(ref => ref !== null);
		case 'undoPrimary': {
			const name = factOf(release, 'primary before');
			const before = name === null ? null : {kindId: REPLICA_SETS.id, namespace: release.namespace, name};
			return [primaryRef(release), before].filter(ref => ref !== null);
		}
		default:
			return [];
	}
}

function planBack(request: PlanRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveCanary(request);
	if (!live.ok) return live;
	const steps = backSteps(request, live.value);
	if (!steps.ok) return steps;
	return ok({
		verb: 'back',
		direction: 'towardStable',
		release: release.key,
		to: release.back.to,
		headline: safe`BACK TO ${targetName(release)}`,
		means: release.back.means ?? safe``,
		effects: effectsOf(release),
		caveats: caveatsOf(release, live.value.canary),
		steps: steps.value,
		facts: release.facts,
	});
}

/** A version of which only the primary kept the template has no name here. */
function targetName(release: Release): SafeText {
	const {to} = release.back;
	return to === null ? safe`the version before` : nameOf(release, to);
}

function effectsOf(release: Release): readonly SafeText[] {
	const canary = newName(release);
	if (wayOf(release) === 'undoPrimary') {
		return [
			safe`all traffic: ${nameOf(release, release.stable)} → ${targetName(release)}, pod by pod`,
			safe`no analysis judges it: it served before`,
		];
	}
	const moved = safe`${shareText(release)} on ${canary} → 0%, all traffic to ${nameOf(release, release.stable)}`;
	if (wayOf(release) === 'route') return [moved];
	return wayOf(release) === 'unship'
		? [moved, safe`the target's template: ${canary} → ${nameOf(release, release.stable)}; then it fails and stops`]
		: [moved, safe`the target scales to zero, the release is Failed`];
}

function caveatsOf(release: Release, canary: CanaryObject): readonly SafeText[] {
	const silent =
		release.phase.kind === 'silent' ? [safe`the controller does not answer: nothing moves until it does`] : [];
	const tag = newName(release);
	const seconds = canary.analysis.intervalMs / 1000;
	switch (wayOf(release)) {
		case 'undoPrimary': {
			const now = nameOf(release, release.stable);
			return [
				safe`Flagger is not told: it says ${factOf(release, 'phase') ?? safe``}, and the target keeps ${now}`,
				safe`ConfigMaps and Secrets that it copied for the primary stay as they are`,
				...(release.back.to === null ? [] : historyCaveats(release, release.back.to)),
			];
		}
		case 'route':
			return isUnderWay(release)
				? [safe`the Canary stays suspended: r lets Flagger go on with it`, safe`the target's pods stay as they are`]
				: [safe`the target's pods stay as they are`];
		case 'unship': {
			return [...silent, safe`Flagger ends it as Failed once the pods of the older template are ready`];
		}
		default:
			return [
				...silent,
				...(release.back.text.includes('not before')
					? [safe`Flagger does so only once the canary's pods are ready, or at their deadline`]
					: [safe`Flagger acts when it looks next, within ${seconds}s; perch waits for Failed`]),
				safe`a look that is under way may write its own count over it: then again`,
				templateStays(canary.metadata, tag, safe`the ${canary.target.kind}'s spec`),
			];
	}
}

function backEffect(plan: Plan, before: Release, now: Release): Effect {
	if (wayOf(before) === 'undoPrimary') return undoEffect(plan, before, now);
	const overtaken = overtakenBy(plan, now);
	if (wayOf(before) === 'route') {
		if (overtaken) return overtaken;
		return now.split.configuredPercent === 0
			? {kind: 'effective', evidence: safe`the route sends 0% to the canary`}
			: {kind: 'pending', evidence: safe`the route sends ${shareText(now)} to the canary`};
	}
	const phase = factOf(now, 'phase') ?? safe`none`;
	const stable = nameOf(now, now.stable);
	if (phase === 'Promoting' || phase === 'Finalising' || phase === 'Succeeded') {
		return {kind: 'undone', evidence: safe`Flagger promotes it instead: ${phase}`};
	}
	if (phase !== 'Failed') {
		return factOf(now, 'applied') !== factOf(before, 'applied')
			? {kind: 'undone', evidence: safe`another version is under way`}
			: {kind: 'pending', evidence: safe`${phase}, ${shareText(now)} still on ${newName(now)}`};
	}
	if (overtaken) return overtaken;
	const {configuredPercent} = now.split;
	if (configuredPercent === 'unknown') {
		return {kind: 'pending', evidence: safe`Failed; what the route sends to the canary is not known`};
	}
	if (configuredPercent > 0) {
		const [contradiction] = now.contradictions;
		return contradiction === undefined
			? {kind: 'pending', evidence: safe`Failed, ${configuredPercent}% not moved back yet`}
			: {kind: 'notReverted', evidence: contradiction};
	}
	const left = now.revisions.find(({key}) => key === before.canary)?.pods.desired;
	return left !== undefined && left !== 'unknown' && left > 0 && now.canary === before.canary
		? {kind: 'pending', evidence: safe`Failed, 0%; the target is still to stop`}
		: {kind: 'effective', evidence: safe`Failed, 0% on the canary: ${stable} takes all traffic`};
}

/** While nobody looked, another version may have become the primary's, and then failed itself. */
function overtakenBy({to}: Plan, now: Release): Effect | null {
	if (to === null || now.stable === null || now.stable === to) return null;
	return {kind: 'undone', evidence: safe`the primary has ${nameOf(now, now.stable)}, not ${nameOf(now, to)}`};
}

function undoEffect(plan: Plan, before: Release, now: Release): Effect {
	if (factOf(now, 'primary before') === factOf(before, 'primary before')) {
		return {kind: 'pending', evidence: safe`the primary has not taken it up yet`};
	}
	const {stableReady, stableDesired} = now.back;
	const isReady = stableReady !== 'unknown' && stableDesired !== 'unknown' && stableReady >= stableDesired;
	const isThere = plan.to === null || now.stable === plan.to;
	return isReady && isThere
		? {kind: 'effective', evidence: safe`every pod of the primary is ${nameOf(now, now.stable)}`}
		: {
				kind: 'pending',
				evidence: safe`the primary rolls: ${stableReady === 'unknown' ? safe`unknown` : safe`${stableReady}`} ready`,
			};
}
