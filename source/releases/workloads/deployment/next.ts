import type {Next, Phase} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import {ident, safe} from '../../../domain/text/safe-text.ts';
import {clockTimeSince, deadlineMs} from '../../../domain/time.ts';
import {conditionOf} from '../../../kinds/condition.ts';
import type {DeploymentObject} from '../../../kinds/deployment.ts';
import {revisionName} from '../../common/revision-of.ts';
import type {Roles} from './revisions.ts';
import {isPastDeadline} from './rolling.ts';

/** What happens by itself: pods are replaced as fast as new ones become available, and nothing goes back. */
export function nextOf(
	deployment: DeploymentObject,
	phase: Phase,
	revisions: readonly Revision[],
	roles: Roles,
	nowMs: number,
): Next {
	switch (phase.kind) {
		case 'stable':
			return {kind: 'nothing', code: 'nothing-under-way', text: safe`nothing: no update is under way`};
		case 'silent':
			return {kind: 'nothing', code: 'controller-silent', text: safe`nothing moves until the controller answers again`};
		case 'paused':
			return {kind: 'nothing', code: 'held-by-hand', text: safe`nothing by itself: held by hand`};
		default: {
			if (isPastDeadline(deployment))
				return {kind: 'nothing', code: 'gave-up', text: safe`nothing goes back by itself: the deadline is only a mark`};
			const {updated, desired} = deployment;
			const name = revisionName(roles.canary ?? roles.stable, revisions);
			const endMs = deadlineOf(deployment);
			const until =
				endMs === null ? safe`` : safe`; marked as failed at ${ident(clockTimeSince(endMs, nowMs))} without progress`;
			return {
				kind: 'event',
				code: 'pods-replaced',
				text: safe`pods are replaced as new ones become available: ${updated}/${desired} are ${name}${until}`,
			};
		}
	}
}

function deadlineOf({conditions, progressDeadlineSeconds}: DeploymentObject): number | null {
	return deadlineMs(conditionOf(conditions, 'Progressing')?.updatedAtMs ?? null, progressDeadlineSeconds);
}
