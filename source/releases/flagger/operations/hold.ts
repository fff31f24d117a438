import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {allowed, checked} from '../../common/checked.ts';
import {shareText} from '../../common/release-text.ts';
import type {Operation} from '../../contract.ts';
import type {CanaryOperation, CanaryRelease, CanaryRequest} from '../detail.ts';
import {suspendPatch} from './canary-patches.ts';
import {controllerRefusal, isHeld, isSameApplied, isUnderWay, liveCanary, newName} from './guards.ts';
import {patchesCanary} from './permissions.ts';

/**
 * Holds the release by `spec.suspend`. This counts as toward the canary: the checks and rollbacks that protect
 * stable stop as well.
 */
export const hold: CanaryOperation = checked({
	direction: 'towardCanary',
	can: release => {
		if (isHeld(release)) return refuse('held-by-hand', safe`it is held by hand already: ${verb('resume')} resumes`);
		return controllerRefusal(release) ?? allowed;
	},
	permissions: () => [patchesCanary],
	needs: release => [release.ref],
	plan: planHold,
	effect: holdEffect,
});

function planHold(request: CanaryRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveCanary(request);
	if (!live.ok) return live;
	const isMoving = isUnderWay(release);
	return ok({
		verb: 'hold',
		direction: 'towardCanary',
		release: release.key,
		to: null,
		headline: isMoving ? safe`HOLD ${newName(release)}` : safe`HOLD ${release.name}`,
		means: safe`spec.suspend`,
		effects: isMoving
			? [safe`traffic is frozen: ${shareText(release)} stays on ${newName(release)}; auto-rollback OFF`]
			: [safe`a new version is not released until ${verb('resume')} resumes`],
		caveats: [
			...(isMoving ? [safe`a look that is under way may still take one step: read the weight again`] : []),
			safe`off as well: rollback gates, checks, and the repair of routes and Services`,
		],
		steps: [suspendPatch(release.ref, live.value.raw)],
		facts: release.facts,
	});
}

function holdEffect(_plan: Plan, before: CanaryRelease, now: CanaryRelease): Effect {
	if (isHeld(now)) return {kind: 'effective', evidence: safe`suspended at ${shareText(now)}; auto-rollback is off`};
	if (isUnderWay(before) && !isSameApplied(before, now)) {
		return {kind: 'undone', evidence: safe`the release that was held is over`};
	}
	return {kind: 'pending', evidence: safe`not suspended yet`};
}
