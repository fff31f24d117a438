import type {ObjectRef, RawObject} from '../../../domain/kube-object.ts';
import {readObject, unreadRefusal} from '../../../domain/read-object.ts';
import type {Refusal} from '../../../domain/refusal.ts';
import type {Release} from '../../../domain/release.ts';
import {err, ok, type Result} from '../../../domain/result.ts';
import {safe} from '../../../domain/safe-text.ts';
import {ROLLOUTS, type RolloutObject} from '../../../kinds/argo-rollouts/rollout.ts';
import {DEPLOYMENTS} from '../../../kinds/deployment.ts';
import {refuse} from '../../common/checked.ts';
import type {PlanRequest} from '../../contract.ts';
import {factOf} from '../facts.ts';

/** Nothing toward the canary is asked of a controller that does not answer, or that has not seen the spec. */
export function controllerRefusal(release: Release): Result<never, Refusal> | null {
	if (release.phase.kind === 'silent') {
		return refuse(safe`the controller does not answer: it would be accepted and nothing would happen`);
	}
	const refused = factOf(release, 'refused');
	if (refused !== null) return refuse(safe`Argo refuses ${refused} and does nothing: mend that first`);
	if (factOf(release, 'spec')?.endsWith('not seen')) {
		return refuse(safe`the controller has not seen the newest spec yet: wait a moment`);
	}
	return null;
}

/** What is to be promoted, held or resumed must be under way. */
export function underWayRefusal(release: Release): Result<never, Refusal> | null {
	if (release.canary === null) return refuse(safe`no release is under way`);
	if (factOf(release, 'aborted') === 'yes') {
		return refuse(safe`the release was aborted: t starts it again at its first step`);
	}
	return null;
}

/** The live Rollout, as it is on the wire and as perch reads it. */
export function liveRollout({live}: PlanRequest): Result<{raw: RawObject; rollout: RolloutObject}, Refusal> {
	const [raw] = live;
	if (!raw) return refuse(safe`the Rollout is gone`);
	const read = readObject(ROLLOUTS, raw);
	return read.ok ? ok({raw, rollout: read.value}) : err(unreadRefusal(read.error));
}

/** The Deployment that holds the template in the Rollout's place; null when the Rollout has its own. */
export function workloadRef(release: Release): ObjectRef | null {
	const [kind, name] = factOf(release, 'template in')?.split('/') ?? [];
	if (kind !== DEPLOYMENTS.kind || name === undefined) return null;
	return {kindId: DEPLOYMENTS.id, namespace: release.namespace, name};
}
