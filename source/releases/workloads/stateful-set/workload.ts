import type {RawObject} from '../../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../../domain/release/plan.ts';
import type {Release} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {CONTROLLER_REVISIONS} from '../../../kinds/controller-revision.ts';
import {STATEFUL_SETS, type StatefulSetObject} from '../../../kinds/stateful-set.ts';
import {rawAt, testOf} from '../../common/raw.ts';
import {silentRefusal} from '../../common/silence.ts';
import type {Workload} from '../shared/workload.ts';
import {podName} from './facts.ts';

export const workload: Workload<StatefulSetObject> = {
	kind: STATEFUL_SETS,
	holderKind: CONTROLLER_REVISIONS,
	templateIn: controllerRevision => rawAt(controllerRevision, 'data'),
	addedLabels: [],
	tests: sameRevisions,
	refusal: silentRefusal,
	rolls,
};

/** Tests that the set is the same, at the revisions that the operator saw. */
export function sameRevisions(raw: RawObject): readonly JsonPatchOperation[] {
	return [
		...testOf(raw, 'metadata', 'uid'),
		...testOf(raw, 'status', 'currentRevision'),
		...testOf(raw, 'status', 'updateRevision'),
	];
}

function rolls(release: Release<StatefulSetObject>): SafeText {
	const [partition, replicas] = [release.detail.partition, release.detail.desired];
	if (release.detail.isOnDelete) return safe`no pod is replaced until it is deleted: OnDelete`;
	if (partition >= replicas) return safe`no pod is replaced: partition ${partition} keeps them all`;
	if (partition > 0) return safe`only pods from ${podName(release, partition)} on are replaced: partition ${partition}`;
	return safe`every pod is replaced, one after another, the highest first`;
}
