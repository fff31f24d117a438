import {DEPLOYMENTS} from '../../../domain/objects/deployment.ts';
import {ok} from '../../../domain/result.ts';
import {safe} from '../../../domain/safe-text.ts';
import {checked, refuse} from '../../common/checked.ts';
import {historyCaveats} from '../../common/history-caveats.ts';
import {templateReverted} from '../../common/managed-by.ts';
import {patches} from '../../common/permissions.ts';
import {askRevision, chosenRevision} from '../../common/revision-question.ts';
import type {Operation, PlanRequest} from '../../contract.ts';
import {rollEffect} from './back.ts';
import {allowed, holderRef, isHeld, liveDeployment, nameOf, restoreTemplate, silentRefusal} from './guards.ts';

/** Another revision's template: a rolling update to it starts at once. */
export const other: Operation = checked({
	direction: 'towardCanary',
	can: (release, answers) => {
		const revision = chosenRevision(release, answers);
		const refused = silentRefusal(release);
		if (refused) return refused;
		if (isHeld(release)) return refuse(safe`it is held by hand, nothing would roll: r resumes first`);
		const newest = release.canary ?? release.stable;
		if (revision === null) {
			return release.revisions.some(({key}) => key !== newest) ? allowed : refuse(safe`no other revision is kept`);
		}
		if (revision === newest) return refuse(safe`the Deployment has ${nameOf(release, revision)} already`);
		return holderRef(release, revision) === null ? refuse(safe`the template of that revision is not kept`) : allowed;
	},
	permissions: () => [patches(DEPLOYMENTS)],
	needs: (release, answers) => {
		const holder = holderRef(release, chosenRevision(release, answers));
		return holder === null ? [release.ref] : [release.ref, holder];
	},
	ask: askRevision,
	plan: planOther,
	effect: rollEffect,
});

function planOther(request: PlanRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const revision = chosenRevision(release, request.answers);
	if (revision === null) return refuse(safe`choose a revision first`);
	const live = liveDeployment(request);
	if (!live.ok) return live;
	const {raw, deployment} = live.value;
	const step = restoreTemplate(request, raw, revision);
	if (!step.ok) return step;
	const target = nameOf(release, revision);
	const reverted = templateReverted(deployment.metadata);
	return ok({
		verb: 'other',
		direction: 'towardCanary',
		release: release.key,
		to: revision,
		headline: safe`ROLL TO ${target}`,
		means: safe`undo to the template of ${target}`,
		effects: [
			safe`spec: ${nameOf(release, release.canary ?? release.stable)} → ${target}`,
			safe`every pod is replaced, a few at a time`,
		],
		caveats: [...historyCaveats(release, revision), ...(reverted === null ? [] : [reverted])],
		steps: [step.value],
		facts: release.facts,
	});
}
