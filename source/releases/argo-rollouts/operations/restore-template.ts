import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import type {JsonObject, RawObject} from '../../../domain/cluster/kube-object.ts';
import type {PatchStep} from '../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {ident, safe} from '../../../domain/text/safe-text.ts';
import {HASH_LABEL} from '../../../kinds/argo-rollouts/hash-label.ts';
import {rawAt, testOf} from '../../common/raw.ts';
import {nameOf} from '../../common/release-text.ts';
import {templateStep} from '../../common/template-step.ts';
import type {RolloutRequest} from '../detail.ts';
import {holderRefusal, workloadRef} from './guards.ts';

/**
 * Writes a revision's template back to the object that holds it: the Rollout, or the Deployment that the
 * Rollout refers to.
 */
export function restoreTemplate(
	request: RolloutRequest,
	rollout: RawObject,
	revision: RevisionKey | null,
): Result<PatchStep, Refusal> {
	const {release, live} = request;
	const [, replicaSet, deployment] = live;
	const name = nameOf(release, revision);
	if (!replicaSet)
		return refuse(
			'object-not-read',
			safe`the ReplicaSet with the template of ${name} was not read: look again, then try once more`,
		);
	const unwritten = holderRefusal(release);
	if (unwritten) return unwritten;
	const workload = workloadRef(release);
	if (workload !== null && !deployment)
		return refuse('object-gone', safe`Deployment/${ident(workload.name)}, which holds the template, is gone`);
	const step = templateStep({
		ref: workload ?? release.ref,
		object: deployment && workload ? deployment : rollout,
		holder: replicaSet,
		added: {labels: [HASH_LABEL, ...injected(replicaSet, 'labels')], annotations: injected(replicaSet, 'annotations')},
		tests: workload ? [] : [...testOf(rollout, 'status', 'currentPodHash'), ...testOf(rollout, 'status', 'stableRS')],
	});
	return step ? ok(step) : refuse('already-so', safe`the spec has the template of ${name} already`);
}

/**
 * The labels or annotations that the controller put on the pods by `canaryMetadata` or `stableMetadata`, as
 * keys, from the controller's note on the ReplicaSet.
 */
function injected(replicaSet: RawObject, part: 'labels' | 'annotations'): readonly string[] {
	const note = rawAt(replicaSet, 'metadata', 'annotations', 'rollout.argoproj.io/ephemeral-metadata');
	if (typeof note !== 'string') return [];
	try {
		const found = rawAt(JSON.parse(note) as JsonObject, part);
		return typeof found === 'object' && found !== null ? Object.keys(found) : [];
	} catch {
		// Without a readable note, remove nothing.
		return [];
	}
}
