import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {ok} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {REPLICA_SETS} from '../../../kinds/replica-set.ts';
import {allowed, checked} from '../../common/checked.ts';
import {historyCaveats} from '../../common/history-caveats.ts';
import {holderRef} from '../../common/holder-ref.ts';
import {nameOf} from '../../common/release-text.ts';
import {askRevision, chosenRevision, noOtherRevision} from '../../common/revision-question.ts';
import {undoDirection} from '../../common/undo-direction.ts';
import type {Operation} from '../../contract.ts';
import type {RolloutOperation, RolloutRelease, RolloutRequest} from '../detail.ts';
import {controllerRefusal, liveRollout, workloadRef} from './guards.ts';
import {patchesTemplate} from './permissions.ts';
import {restoreTemplate} from './restore-template.ts';

/** Writes another revision's template into the spec: a release of that revision starts, by the same steps. */
export const toRevision: RolloutOperation = checked({
	direction: 'towardCanary',
	can: (release, answers) => {
		const revision = chosenRevision(release, answers);
		const refused = controllerRefusal(release);
		if (refused) return refused;
		const current = release.canary ?? release.stable;
		if (revision === null) {
			return release.revisions.some(({key, holder}) => key !== current && holder !== null)
				? allowed
				: noOtherRevision(release);
		}
		if (revision === current) return refuse('already-so', safe`the spec has ${nameOf(release, revision)} already`);
		return holderRef(REPLICA_SETS, release, revision) === null
			? refuse('template-not-kept', safe`the template of that revision is not kept`)
			: allowed;
	},
	permissions: patchesTemplate,
	needs: (release, answers) => [
		release.ref,
		...[holderRef(REPLICA_SETS, release, chosenRevision(release, answers)), workloadRef(release)].filter(
			ref => ref !== null,
		),
	],
	ask: (release, answers) => askRevision(release, answers, release.canary ?? release.stable),
	plan: planOther,
	effect: otherEffect,
});

function planOther(request: RolloutRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const revision = chosenRevision(release, request.answers);
	if (revision === null) return refuse('answer-needed', safe`choose a revision first`);
	const live = liveRollout(request);
	if (!live.ok) return live;
	const {raw} = live.value;
	const step = restoreTemplate(request, raw, revision);
	if (!step.ok) return step;
	const target = nameOf(release, revision);
	return ok({
		verb: 'toRevision',
		direction: 'towardCanary',
		release: release.key,
		to: revision,
		headline: safe`ROLL TO ${target}`,
		means: safe`undo to the template of ${target}`,
		effects: [
			safe`spec: ${nameOf(release, release.canary ?? release.stable)} → ${target}`,
			howItComes(release, revision),
		],
		caveats: [...historyCaveats(release, revision)],
		steps: [step.value],
		undoDirection: undoDirection(release),
		facts: release.facts,
	});
}

function howItComes(release: RolloutRelease, revision: RevisionKey): SafeText {
	if (revision === release.stable) return safe`it is stable: it takes all traffic at once`;
	const [first] = release.steps;
	const isRunning = release.revisions.some(({key, pods}) => key === revision && pods.desired !== 0);
	if (release.strategy === 'blueGreen' && isRunning) return safe`its pods still run: Argo makes it active at once`;
	if (release.strategy === 'blueGreen') return safe`it comes up as the preview first`;
	if (!first) return safe`it comes in at once`;
	const quick = isRunning ? safe`; its pods still run: promote it fully then, and it takes all traffic` : safe``;
	return safe`it comes in by the same steps, from ${first.label} on${quick}`;
}

function otherEffect(plan: Plan, before: RolloutRelease, now: RolloutRelease): Effect {
	const current = now.canary ?? now.stable;
	const target = nameOf(now, plan.to);
	if (current === plan.to) return {kind: 'effective', evidence: safe`${target} is on its way`};
	if (current !== (before.canary ?? before.stable))
		return {kind: 'undone', evidence: safe`another release is under way`};
	return {kind: 'pending', evidence: safe`waiting for the controller to start ${target}`};
}
