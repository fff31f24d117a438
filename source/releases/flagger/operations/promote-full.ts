import type {RawObject} from '../../../domain/cluster/kube-object.ts';
import type {Effect, PatchStep, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {allowed, checked} from '../../common/checked.ts';
import {restoreOf, testOf} from '../../common/raw.ts';
import {nameOf, shareText} from '../../common/release-text.ts';
import type {Operation} from '../../contract.ts';
import type {CanaryOperation, CanaryRelease, CanaryRequest} from '../detail.ts';
import {canaryPodsOf, phaseText} from '../situation.ts';
import {sameRelease} from './canary-patches.ts';
import {anotherVersion, phaseIn} from './gate-steps.ts';
import {
	controllerRefusal,
	deadlineSeconds,
	isHeld,
	isSameTemplate,
	liveCanary,
	newName,
	phaseOf,
	underWayRefusal,
} from './guards.ts';
import {patchesCanary} from './permissions.ts';

/** Sets `spec.skipAnalysis` until the promotion is over, then restores it: left on, later releases go unanalysed. */
export const promoteFull: CanaryOperation = checked({
	direction: 'towardCanary',
	can: release => {
		const refused = controllerRefusal(release) ?? underWayRefusal(release);
		if (refused) return refused;
		const phase = phaseOf(release);
		if (phase === 'Promoting' || phase === 'Finalising')
			return refuse('promoting-already', safe`it is being promoted already: ${phaseText(release.detail.canary)}`);
		if (isHeld(release)) return refuse('held-by-hand', safe`it is suspended: ${verb('resume')} resumes first`);
		if (phase === 'Waiting')
			return refuse(
				'waits-for-its-start',
				safe`it waits for its start, which is not skipped: ${verb('promote')} opens the gate`,
			);
		if (release.detail.canary.skipsAnalysis) return refuse('already-so', safe`the analysis is skipped already`);
		const pods = canaryPodsOf(release.detail);
		if (pods === 'unknown')
			return refuse(
				'pods-unknown',
				safe`whether the canary's pods are ready is not known: ${verb('promote')} opens its gate`,
			);
		if (pods !== 'ready') return refuse('pods-not-ready', safe`it needs the canary's pods ready, and they are not`);
		return allowed;
	},
	permissions: () => [patchesCanary],
	needs: release => [release.ref],
	plan: planPromoteFull,
	effect: promoteFullEffect,
});

function planPromoteFull(request: CanaryRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveCanary(request);
	if (!live.ok) return live;
	const {raw, canary} = live.value;
	const name = newName(release);
	return ok({
		verb: 'promoteFull',
		direction: 'towardCanary',
		release: release.key,
		to: release.canary,
		headline: safe`PROMOTE ${name} FULLY`,
		means: safe`skipAnalysis, and back`,
		effects: [
			safe`no more checks: the primary takes over ${name}`,
			safe`${shareText(release)} → 0% on the canary at once: the primary serves while its pods are replaced`,
		],
		caveats: [
			safe`while its pods are replaced, ${nameOf(release, release.stable)} still answers too`,
			safe`skipAnalysis is put back afterwards; if that fails, later releases go unanalysed`,
		],
		steps: [
			skipPatch(release, raw),
			{
				kind: 'await',
				ref: release.ref,
				until: [phaseIn('Succeeded')],
				stopIf: [phaseIn('Failed'), ...anotherVersion(canary)],
				deadlineSeconds: deadlineSeconds(canary, 6),
				label: safe`Flagger says Succeeded`,
			},
		],
		cleanup: [restorePatch(release, raw)],
		facts: release.facts,
	});
}

function skipPatch({ref}: CanaryRelease, raw: RawObject): PatchStep {
	return {
		kind: 'patch',
		label: safe`skipAnalysis on`,
		ref,
		subresource: null,
		patch: [
			...sameRelease(raw),
			...testOf(raw, 'status', 'phase'),
			...testOf(raw, 'spec', 'skipAnalysis'),
			{op: 'add', path: '/spec/skipAnalysis', value: true},
		],
		after: [{pointer: '/spec/skipAnalysis', op: 'equals', value: true}],
		inverse: restored(raw),
	};
}

function restorePatch({ref}: CanaryRelease, raw: RawObject): PatchStep {
	return {
		kind: 'patch',
		label: safe`skipAnalysis as it was`,
		ref,
		subresource: null,
		patch: restored(raw),
		after: [{pointer: '/spec/skipAnalysis', op: 'differs', value: true}],
		inverse: null,
	};
}

function restored(raw: RawObject): PatchStep['patch'] {
	return [
		...testOf(raw, 'metadata', 'uid'),
		{op: 'test', path: '/spec/skipAnalysis', value: true},
		restoreOf(raw, 'spec', 'skipAnalysis'),
	];
}

/** perch may read the new phase before it reads the primary's pods and skipAnalysis as they are then. */
function promoteFullEffect(plan: Plan, before: CanaryRelease, now: CanaryRelease): Effect {
	const phase = phaseOf(now);
	const isSame = isSameTemplate(before, now);
	if (phase === 'Succeeded') {
		const served = nameOf(now, now.stable);
		if (plan.to !== null && now.stable !== plan.to) {
			return isSame
				? {kind: 'pending', evidence: safe`Succeeded; the primary is still read with ${served}`}
				: {kind: 'undone', evidence: safe`another version was promoted: ${served}`};
		}
		return now.detail.canary.skipsAnalysis
			? {kind: 'pending', evidence: safe`Succeeded: the primary has ${served}; skipAnalysis is still on`}
			: {kind: 'effective', evidence: safe`Succeeded: the primary has ${served}, skipAnalysis is off`};
	}
	if (phase === 'Failed') return {kind: 'undone', evidence: now.why?.text ?? safe`it was rolled back`};
	return isSame
		? {kind: 'pending', evidence: safe`${phaseText(now.detail.canary)}, ${shareText(now)} configured`}
		: {kind: 'undone', evidence: safe`another version is under way`};
}
