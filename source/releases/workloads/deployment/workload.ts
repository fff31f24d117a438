import type {RawObject} from '../../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import type {Release} from '../../../domain/release/release.ts';
import {verb} from '../../../domain/release/verb.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {DEPLOYMENTS, type DeploymentObject} from '../../../kinds/deployment.ts';
import {REPLICA_SETS} from '../../../kinds/replica-set.ts';
import {testOf} from '../../common/raw.ts';
import {silentRefusal} from '../../common/silence.ts';
import type {Workload} from '../shared/workload.ts';
import {HASH_LABEL, REVISION_ANNOTATION} from './rolling.ts';

export const workload: Workload<DeploymentObject> = {
	kind: DEPLOYMENTS,
	holderKind: REPLICA_SETS,
	templateIn: replicaSet => replicaSet,
	addedLabels: [HASH_LABEL],
	tests: sameRevision,
	refusal: release =>
		silentRefusal(release) ??
		(isHeld(release)
			? refuse('held-by-hand', safe`it is held by hand, nothing would roll: ${verb('resume')} resumes first`)
			: null),
	rolls: () => safe`every pod is replaced, a few at a time`,
};

export function isHeld({detail}: Release<DeploymentObject>): boolean {
	return detail.isPaused;
}

/** Tests that the object is the same, at the revision that the operator saw. */
export function sameRevision(raw: RawObject): readonly JsonPatchOperation[] {
	return [...testOf(raw, 'metadata', 'uid'), ...testOf(raw, 'metadata', 'annotations', REVISION_ANNOTATION)];
}
