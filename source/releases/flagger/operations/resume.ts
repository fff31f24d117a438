import type {Effect, Plan} from '../../../domain/plan.ts';
import type {Release} from '../../../domain/release.ts';
import {ok} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/safe-text.ts';
import {allowed, checked, refuse} from '../../common/checked.ts';
import {shareText} from '../../common/release-text.ts';
import type {Operation, PlanRequest} from '../../contract.ts';
import {factOf} from '../facts.ts';
import {unsuspendPatch} from './canary-patches.ts';
import {isHeld, isUnderWay, liveCanary, newName} from './guards.ts';
import {patchesCanary} from './permissions.ts';

/** Takes the hold by hand away: Flagger goes on from the weights that it finds in the route. */
export const resume: Operation = checked({
	direction: 'towardCanary',
	can: release => {
		if (isHeld(release)) return allowed;
		const gate = factOf(release, 'gate');
		return gate !== null && release.phase.kind === 'paused'
			? refuse(safe`it is held by a gate, not by hand: p opens it`)
			: refuse(safe`it is not held by hand`);
	},
	permissions: () => [patchesCanary],
	needs: release => [release.ref],
	plan: planResume,
	effect: resumeEffect,
});

function planResume(request: PlanRequest): ReturnType<Operation['plan']> {
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

function afterwards(release: Release): SafeText {
	const phase = factOf(release, 'phase');
	if (!isUnderWay(release)) return safe`new versions are released again, one that waits at once`;
	return phase === 'Progressing'
		? safe`checks and auto-rollback go on, from ${shareText(release)} on ${newName(release)}`
		: safe`Flagger goes on where it stood: ${phase ?? safe`unknown`}`;
}

function resumeEffect(_plan: Plan, _before: Release, now: Release): Effect {
	return isHeld(now)
		? {kind: 'pending', evidence: safe`still suspended`}
		: {kind: 'effective', evidence: safe`no longer suspended: ${now.next.text}`};
}
