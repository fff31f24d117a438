import type {ObjectRef, RawObject} from '../../../domain/cluster/kube-object.ts';
import {readObject, unreadRefusal} from '../../../domain/cluster/read-object.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {err, ok, type Result} from '../../../domain/result.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {ROLLOUTS, type RolloutObject} from '../../../kinds/argo-rollouts/rollout.ts';
import {DEPLOYMENTS} from '../../../kinds/deployment.ts';
import {silentRefusal} from '../../common/silence.ts';
import type {RolloutRelease, RolloutRequest} from '../detail.ts';
import {invalidField, isSpecSeen} from '../situation.ts';

/** Refuses a verb toward the canary while the controller is silent, refuses the spec, or has not seen the spec. */
export function controllerRefusal(release: RolloutRelease): Result<never, Refusal> | null {
	const silent = silentRefusal(release);
	if (silent) return silent;
	const {rollout} = release.detail;
	const refused = invalidField(rollout);
	if (refused !== null) return refuse('spec-refused', safe`Argo refuses ${refused} and does nothing: mend that first`);
	if (!isSpecSeen(rollout)) {
		return refuse('spec-not-seen', safe`the controller has not seen the newest spec yet: wait a moment`);
	}
	return null;
}

/** Refuses a verb that needs a release under way if there is none, or if it was aborted. */
export function underWayRefusal(release: RolloutRelease): Result<never, Refusal> | null {
	if (release.canary === null) return refuse('nothing-under-way', safe`no release is under way`);
	if (release.detail.rollout.status.abort) {
		return refuse('aborted', safe`the release was aborted: ${verb('retry')} starts it again at its first step`);
	}
	return null;
}

/** The Rollout from the live read: the raw object, and what perch parsed from it. */
export function liveRollout({live}: RolloutRequest): Result<{raw: RawObject; rollout: RolloutObject}, Refusal> {
	const [raw] = live;
	if (!raw) return refuse('object-gone', safe`the Rollout is gone`);
	const read = readObject(ROLLOUTS, raw);
	return read.ok ? ok({raw, rollout: read.value}) : err(unreadRefusal(read.error));
}

/** The Deployment that holds the template in the Rollout's place; null if no Deployment does. */
export function workloadRef(release: RolloutRelease): ObjectRef | null {
	const {workload} = release.detail.rollout;
	return workload?.kind === DEPLOYMENTS.kind
		? {kindId: DEPLOYMENTS.id, namespace: release.namespace, name: workload.name}
		: null;
}

/** Refuses if the template is in an object of a kind that perch does not write. */
export function holderRefusal(release: RolloutRelease): Result<never, Refusal> | null {
	const {workload} = release.detail.rollout;
	if (workload === null || workloadRef(release) !== null) return null;
	return refuse(
		'kind-not-written',
		safe`its template is in ${workload.kind}/${workload.name}: perch does not write that kind`,
	);
}

/**
 * Whether a step or an analysis holds the release: a pause for a person, a timed pause, or an inconclusive
 * result.
 */
export function hasPause({detail}: RolloutRelease): boolean {
	return detail.rollout.status.pauseConditions.length > 0;
}
