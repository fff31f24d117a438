import type {KubeObject} from '../../../domain/cluster/kube-object.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {ok} from '../../../domain/result.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {allowed, checked} from '../../common/checked.ts';
import {historyCaveats} from '../../common/history-caveats.ts';
import {holderRef} from '../../common/holder-ref.ts';
import {patches} from '../../common/permissions.ts';
import {nameOf} from '../../common/release-text.ts';
import {askRevision, chosenRevision, noOtherRevision} from '../../common/revision-question.ts';
import {undoDirection} from '../../common/undo-direction.ts';
import type {Operation, PlanRequest} from '../../contract.ts';
import {rollEffect} from './roll-effect.ts';
import {liveWorkload, newestOf, restoreTemplate, type Workload} from './workload.ts';

/** Writes another revision's template into the spec: an update to that revision starts at once. */
export function otherRevision<T extends KubeObject>(workload: Workload<T>): Operation<T> {
	return checked<T>({
		direction: 'towardCanary',
		can: (release, answers) => {
			const revision = chosenRevision(release, answers);
			const refused = workload.refusal(release);
			if (refused) return refused;
			const newest = newestOf(release);
			if (revision === null) {
				return release.revisions.some(({key}) => key !== newest) ? allowed : noOtherRevision(release);
			}
			if (revision === newest) return refuse('already-so', safe`the spec has ${nameOf(release, revision)} already`);
			return holderRef(workload.holderKind, release, revision) === null
				? refuse('template-not-kept', safe`the template of that revision is not kept`)
				: allowed;
		},
		permissions: () => [patches(workload.kind)],
		needs: (release, answers) => {
			const holder = holderRef(workload.holderKind, release, chosenRevision(release, answers));
			return holder === null ? [release.ref] : [release.ref, holder];
		},
		ask: (release, answers) => askRevision(release, answers, newestOf(release)),
		plan: request => planOther(workload, request),
		effect: rollEffect,
	});
}

function planOther<T extends KubeObject>(
	workload: Workload<T>,
	request: PlanRequest<T>,
): ReturnType<Operation['plan']> {
	const {release} = request;
	const revision = chosenRevision(release, request.answers);
	if (revision === null) return refuse('answer-needed', safe`choose a revision first`);
	const live = liveWorkload(workload, request);
	if (!live.ok) return live;
	const {raw} = live.value;
	const step = restoreTemplate(workload, request, raw, revision);
	if (!step.ok) return step;
	const target = nameOf(release, revision);
	return ok({
		verb: 'toRevision',
		direction: 'towardCanary',
		release: release.key,
		to: revision,
		headline: safe`ROLL TO ${target}`,
		means: safe`undo to the template of ${target}`,
		effects: [safe`spec: ${nameOf(release, newestOf(release))} → ${target}`, workload.rolls(release)],
		caveats: [...historyCaveats(release, revision)],
		steps: [step.value],
		undoDirection: undoDirection(release),
		facts: release.facts,
	});
}
