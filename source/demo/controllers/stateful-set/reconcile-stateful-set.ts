import {type ControllerRevision, trimmedRevisions, wantedRevision} from '../controller-revision.ts';
import type {Pod} from '../kube-types.ts';
import {availableAtMs} from '../pods.ts';
import type {Write} from '../writes.ts';
import {podSteps} from './pod-steps.ts';
import {revisionNameOf, statefulSetStatus} from './stateful-set-status.ts';
import {hashLabel, type StatefulSet} from './stateful-set-types.ts';

/** One pass over a StatefulSet: what the StatefulSet controller would write now, and when a ready pod becomes
 * available without a further event. */
export function reconcileStatefulSet(
	set: StatefulSet,
	revisions: readonly ControllerRevision[],
	pods: readonly Pod[],
	nowMs: number,
): {readonly writes: readonly Write[]; readonly wakeAtMs: number | undefined} {
	const {wanted: update, writes} = wantedRevision(set, revisions, hashLabel);
	const current = revisions.find(({metadata}) => metadata.name === set.status?.currentRevision) ?? update;
	const steps = podSteps({set, pods, current, update, nowMs});
	const status = statefulSetStatus({set, pods: podsAfter(pods, steps), current, update, nowMs});
	const inUse = new Set([current.metadata.name, update.metadata.name, ...pods.map(revisionNameOf)]);
	const later = pods
		.map(pod => availableAtMs(pod, set.spec.minReadySeconds ?? 0))
		.filter(atMs => atMs !== undefined && atMs > nowMs) as readonly number[];
	return {
		writes: [
			...writes,
			...steps,
			...trimmedRevisions(set, revisions, ({metadata}) => inUse.has(metadata.name)),
			{kind: 'replace', resource: 'statefulsets.apps', object: {...set, status}, isStatus: true},
		],
		wakeAtMs: later.length === 0 ? undefined : Math.min(...later),
	};
}

/** The pods after these steps. */
function podsAfter(pods: readonly Pod[], steps: readonly Write[]): readonly Pod[] {
	const written = steps.filter(step => step.kind !== 'event').map(({object}) => object as Pod);
	const names = new Set(written.map(({metadata}) => metadata.name));
	return [...pods.filter(({metadata}) => !names.has(metadata.name)), ...written];
}
