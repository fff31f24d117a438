import type {ObjectRef} from '../../../domain/cluster/kube-object.ts';
import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {CanaryObject} from '../../../kinds/flagger/canary.ts';
import {REPLICA_SETS} from '../../../kinds/replica-set.ts';
import {checked} from '../../common/checked.ts';
import {historyCaveats} from '../../common/history-caveats.ts';
import {holderRef} from '../../common/holder-ref.ts';
import {patches} from '../../common/permissions.ts';
import {nameOf, shareText} from '../../common/release-text.ts';
import {templateStays} from '../../common/template-stays.ts';
import {backAllowed} from '../../common/way-back.ts';
import type {Operation, Permission} from '../../contract.ts';
import type {CanaryOperation, CanaryRelease, CanaryRequest} from '../detail.ts';
import {routeKinds} from '../route.ts';
import {phaseText} from '../situation.ts';
import {previousSet} from '../workload.ts';
import {backSteps} from './back-steps.ts';
import {
	isHeld,
	isSameApplied,
	isUnderWay,
	liveCanary,
	newName,
	phaseOf,
	primaryRef,
	routeRef,
	targetRef,
} from './guards.ts';
import {patchesCanary, patchesCanaryStatus, patchesTarget} from './permissions.ts';

/** Sends traffic back to stable by the way back that fits. Refused while Flagger promotes: nothing stops it then. */
export const back: CanaryOperation = checked({
	direction: 'towardStable',
	can: backAllowed,
	permissions: backPermissions,
	needs: release => [release.ref, ...refsOf(release)],
	plan: planBack,
	effect: backEffect,
});

function backPermissions(release: CanaryRelease): readonly Permission[] {
	switch (release.detail.way.kind) {
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

/** A rollback by Flagger needs only the Canary: it must not fail because perch may not read another object. */
function refsOf(release: CanaryRelease): readonly ObjectRef[] {
	switch (release.detail.way.kind) {
		case 'unship':
			return [routeRef(release), targetRef(release), holderRef(REPLICA_SETS, release, release.stable)].filter(
				ref => ref !== null,
			);
		case 'route':
			return [routeRef(release)].filter(ref => ref !== null);
		case 'undoPrimary': {
			const {replicaSet} = release.detail.way;
			return [primaryRef(release), {kindId: REPLICA_SETS.id, namespace: release.namespace, name: replicaSet}].filter(
				ref => ref !== null,
			);
		}
		default:
			return [];
	}
}

function planBack(request: CanaryRequest): ReturnType<Operation['plan']> {
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

/** If only the primary keeps the template of a version, perch has no name for that version. */
function targetName(release: CanaryRelease): SafeText {
	const {to} = release.back;
	return to === null ? safe`the version before` : nameOf(release, to);
}

function effectsOf(release: CanaryRelease): readonly SafeText[] {
	const canary = newName(release);
	if (release.detail.way.kind === 'undoPrimary') {
		return [
			safe`all traffic: ${nameOf(release, release.stable)} → ${targetName(release)}, pod by pod`,
			safe`no analysis judges it: it served before`,
		];
	}
	const moved = safe`${shareText(release)} on ${canary} → 0%, all traffic to ${nameOf(release, release.stable)}`;
	if (release.detail.way.kind === 'route') return [moved];
	return release.detail.way.kind === 'unship'
		? [moved, safe`the target's template: ${canary} → ${nameOf(release, release.stable)}; then it fails and stops`]
		: [moved, safe`the target scales to zero, the release is Failed`];
}

function caveatsOf(release: CanaryRelease, canary: CanaryObject): readonly SafeText[] {
	const silent =
		release.phase.kind === 'silent' ? [safe`the controller does not answer: nothing moves until it does`] : [];
	const tag = newName(release);
	const seconds = canary.analysis.intervalMs / 1000;
	switch (release.detail.way.kind) {
		case 'undoPrimary': {
			const now = nameOf(release, release.stable);
			return [
				safe`Flagger is not told: it says ${phaseText(release.detail.canary)}, and the target keeps ${now}`,
				safe`ConfigMaps and Secrets that it copied for the primary stay as they are`,
				...(release.back.to === null ? [] : historyCaveats(release, release.back.to)),
			];
		}
		case 'route':
			return isUnderWay(release)
				? [
						safe`the Canary stays suspended: ${verb('resume')} lets Flagger go on with it`,
						safe`the target's pods stay as they are`,
					]
				: [safe`the target's pods stay as they are`];
		case 'unship': {
			return [...silent, safe`Flagger ends it as Failed once the pods of the older template are ready`];
		}
		default:
			return [
				...silent,
				...(release.detail.target?.isReady === false
					? [safe`Flagger does so only once the canary's pods are ready, or at their deadline`]
					: [safe`Flagger acts when it looks next, within ${seconds}s; perch waits for Failed`]),
				safe`a look that is under way may write its own count over it: then ${verb('back')} once more`,
				templateStays(canary.metadata, tag, safe`the ${canary.target.kind}'s spec`),
			];
	}
}

function backEffect(plan: Plan, before: CanaryRelease, now: CanaryRelease): Effect {
	if (before.detail.way.kind === 'undoPrimary') return undoEffect(plan, before, now);
	const overtaken = overtakenBy(plan, now);
	if (before.detail.way.kind === 'route') {
		if (overtaken) return overtaken;
		return now.split.configuredPercent === 0
			? {kind: 'effective', evidence: safe`the route sends 0% to the canary`}
			: {kind: 'pending', evidence: safe`the route sends ${shareText(now)} to the canary`};
	}
	const phase = phaseOf(now);
	const stable = nameOf(now, now.stable);
	if (phase === 'Promoting' || phase === 'Finalising' || phase === 'Succeeded') {
		return {kind: 'undone', evidence: safe`Flagger promotes it instead: ${phaseText(now.detail.canary)}`};
	}
	if (phase !== 'Failed') {
		return !isSameApplied(before, now)
			? {kind: 'undone', evidence: safe`another version is under way`}
			: {kind: 'pending', evidence: safe`${phaseText(now.detail.canary)}, ${shareText(now)} still on ${newName(now)}`};
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
			: {kind: 'notReverted', evidence: contradiction.text};
	}
	const left = now.revisions.find(({key}) => key === before.canary)?.pods.desired;
	return left !== undefined && left !== 'unknown' && left > 0 && now.canary === before.canary
		? {kind: 'pending', evidence: safe`Failed, 0%; the target is still to stop`}
		: {kind: 'effective', evidence: safe`Failed, 0% on the canary: ${stable} takes all traffic`};
}

/** Meanwhile another version may have become the primary's, and then failed itself. */
function overtakenBy({to}: Plan, now: CanaryRelease): Effect | null {
	if (to === null || now.stable === null || now.stable === to) return null;
	return {kind: 'undone', evidence: safe`the primary has ${nameOf(now, now.stable)}, not ${nameOf(now, to)}`};
}

/** The name of the ReplicaSet that the primary had before its present one; null if none is kept. */
function nameBefore({detail: {primary}}: CanaryRelease): string | null {
	return (primary && previousSet(primary))?.metadata.name ?? null;
}

function undoEffect(plan: Plan, before: CanaryRelease, now: CanaryRelease): Effect {
	if (nameBefore(now) === nameBefore(before)) {
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
