import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {REPLICA_SETS} from '../../../kinds/replica-set.ts';
import {allowed, checked} from '../../common/checked.ts';
import {historyCaveats} from '../../common/history-caveats.ts';
import {holderRef} from '../../common/holder-ref.ts';
import {nameOf} from '../../common/release-text.ts';
import {askRevision, chosenRevision, noOtherRevision} from '../../common/revision-question.ts';
import {templateStep} from '../../common/template-step.ts';
import type {Operation} from '../../contract.ts';
import type {CanaryOperation, CanaryRelease, CanaryRequest} from '../detail.ts';
import {
	addedByController,
	controllerRefusal,
	heldCaveat,
	howItComes,
	isSameApplied,
	isSameTemplate,
	liveCanary,
	phaseOf,
	targetHash,
	targetRef,
	targetRefusal,
} from './guards.ts';
import {patchesTarget} from './permissions.ts';

/** Writes another revision of the target's own history into the target: an analysis of that revision starts. */
export const toRevision: CanaryOperation = checked({
	direction: 'towardCanary',
	can: (release, answers) => {
		const refused = controllerRefusal(release) ?? targetRefusal(release);
		if (refused) return refused;
		const current = targetHash(release);
		const kept = release.revisions.filter(({holder, hash}) => holder !== null && hash !== current);
		const chosen = chosenRevision(release, answers);
		if (chosen === null) return kept.length > 0 ? allowed : noOtherRevision(release);
		if (kept.some(({key}) => key === chosen)) return allowed;
		return holderRef(REPLICA_SETS, release, chosen) === null
			? refuse('template-not-kept', safe`the template of that revision is not kept`)
			: refuse('already-so', safe`the target has ${nameOf(release, chosen)} already`);
	},
	permissions: patchesTarget,
	needs: (release, answers) => {
		const refs = [targetRef(release), holderRef(REPLICA_SETS, release, chosenRevision(release, answers))];
		return [release.ref, ...refs.filter(ref => ref !== null)];
	},
	ask: (release, answers) => askRevision(release, answers, presentOf(release)),
	plan: planOther,
	effect: otherEffect,
});

function presentOf(release: CanaryRelease): RevisionKey | null {
	const current = targetHash(release);
	return release.revisions.find(({hash}) => hash === current)?.key ?? null;
}

function planOther(request: CanaryRequest): ReturnType<Operation['plan']> {
	const {release, live} = request;
	const revision = chosenRevision(release, request.answers);
	if (revision === null) return refuse('answer-needed', safe`choose a revision first`);
	const canary = liveCanary(request);
	if (!canary.ok) return canary;
	const [, target, holder] = live;
	const ref = targetRef(release);
	const name = nameOf(release, revision);
	if (!target || ref === null) return refuse('object-gone', safe`the target is gone`);
	if (!holder)
		return refuse(
			'object-gone',
			safe`the ReplicaSet with the template of ${name} is gone: ${verb('toRevision')} chooses another revision`,
		);
	const step = templateStep({ref, object: target, holder, added: addedByController});
	if (step === null) return refuse('already-so', safe`the target has the template of ${name} already`);
	const isStable = revision === release.stable;
	return ok({
		verb: 'toRevision',
		direction: 'towardCanary',
		release: release.key,
		to: revision,
		headline: isStable ? safe`TARGET BACK TO ${name}` : safe`RELEASE ${name}`,
		means: safe`the template of ${name} into the target`,
		effects: [
			safe`the target's template → ${name}`,
			// To Flagger the primary's version is no new version.
			isStable ? safe`no analysis starts: the primary has ${name} already` : howItComes(release),
		],
		caveats: [
			...heldCaveat(release),
			...(isStable && phaseOf(release) === 'Progressing'
				? [safe`the analysis under way goes on, with pods of ${name}: ${verb('back')} ends it`]
				: []),
			...historyCaveats(release, revision),
		],
		steps: [step],
		facts: release.facts,
	});
}

function otherEffect(plan: Plan, before: CanaryRelease, now: CanaryRelease): Effect {
	const wanted = now.revisions.find(({key}) => key === plan.to);
	const name = nameOf(now, plan.to);
	if (wanted === undefined || targetHash(now) !== wanted.hash) {
		return isSameTemplate(before, now)
			? {kind: 'pending', evidence: safe`the target has not taken up ${name} yet`}
			: {kind: 'undone', evidence: safe`the target has another template`};
	}
	if (plan.to === now.stable) return {kind: 'effective', evidence: safe`the target has ${name}, as the primary has`};
	return isSameApplied(before, now)
		? {kind: 'pending', evidence: safe`Flagger has not seen ${name} yet`}
		: {kind: 'effective', evidence: safe`${name} is under way: ${now.next.text}`};
}
