import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {allowed, checked} from '../../common/checked.ts';
import {shareText} from '../../common/release-text.ts';
import type {Operation} from '../../contract.ts';
import type {CanaryOperation, CanaryRelease, CanaryRequest} from '../detail.ts';
import {gatesAhead} from '../gates.ts';
import {phaseText} from '../situation.ts';
import {unsuspendPatch} from './canary-patches.ts';
import {isHeld, isUnderWay, liveCanary, newName, phaseOf} from './guards.ts';
import {patchesCanary} from './permissions.ts';

/** Removes the hold by hand: Flagger goes on from the weights that it finds in the route. */
export const resume: CanaryOperation = checked({
	direction: 'towardCanary',
	can: release => {
		if (isHeld(release)) return allowed;
		const isGated = gatesAhead(release.detail.canary).length > 0;
		return isGated && release.phase.kind === 'paused'
			? refuse('held-by-gate', safe`it is held by a gate, not by hand: ${verb('promote')} opens it`)
			: refuse('not-held-by-hand', safe`it is not held by hand`);
	},
	permissions: () => [patchesCanary],
	needs: release => [release.ref],
	plan: planResume,
	effect: resumeEffect,
});

function planResume(request: CanaryRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveCanary(request);
	if (!live.ok) return live;
	return ok({
		verb: 'resume',
		direction: 'towardCanary',
		release: release.key,
		to: release.canary,
		headline: safe`RESUME ${isUnderWay(release) ? newName(release) : release.name}`,
		means: safe`unsuspend`,
		effects: [afterwards(release)],
		caveats: isUnderWay(release) ? [safe`was the template changed meanwhile, the analysis starts anew at 0%`] : [],
		steps: [unsuspendPatch(release.ref, live.value.raw)],
		facts: release.facts,
	});
}

function afterwards(release: CanaryRelease): SafeText {
	if (!isUnderWay(release)) return safe`new versions are released again, one that waits at once`;
	return phaseOf(release) === 'Progressing'
		? safe`checks and auto-rollback go on, from ${shareText(release)} on ${newName(release)}`
		: safe`Flagger goes on where it stood: ${phaseText(release.detail.canary)}`;
}

function resumeEffect(_plan: Plan, _before: CanaryRelease, now: CanaryRelease): Effect {
	return isHeld(now)
		? {kind: 'pending', evidence: safe`still suspended`}
		: {kind: 'effective', evidence: safe`no longer suspended: ${now.next.text}`};
}
