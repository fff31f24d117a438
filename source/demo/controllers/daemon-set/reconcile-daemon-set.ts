import {templateGenerationOf} from '../../api/write/template-generation.ts';
import {type ControllerRevision, trimmedRevisions, wantedRevision} from '../controller-revision.ts';
import type {Pod} from '../kube-types.ts';
import {availableAtMs} from '../pods.ts';
import type {Write} from '../writes.ts';
import {daemonSetStatus} from './daemon-set-status.ts';
import {type DaemonSet, hashLabel} from './daemon-set-types.ts';
import {created, replaced} from './node-pods.ts';

/** One pass over a DaemonSet: what the DaemonSet controller would write now, and when a ready pod becomes available
 * without a further event. `nodes` are the names of the nodes that the DaemonSet shall run on. */
export function reconcileDaemonSet(
	set: DaemonSet,
	revisions: readonly ControllerRevision[],
	pods: readonly Pod[],
	nodes: readonly string[],
	nowMs: number,
): {readonly writes: readonly Write[]; readonly wakeAtMs: number | undefined} {
	const {wanted, writes} = wantedRevision(set, revisions, hashLabel);
	const hash = hashOf(wanted);
	const generation = templateGenerationOf(set);
	const situation = {set, pods, nodes, hash, generation, nowMs};
	const creations = created(situation);
	const status = daemonSetStatus(situation);
	const later = pods
		.map(pod => availableAtMs(pod, set.spec.minReadySeconds ?? 0))
		.filter(atMs => atMs !== undefined && atMs > nowMs) as readonly number[];
	const isInUse = (revision: ControllerRevision) =>
		revision.metadata.name === wanted.metadata.name ||
		pods.some(({metadata}) => metadata.labels?.[hashLabel] === hashOf(revision));
	return {
		writes: [
			...writes,
			...creations,
			...(creations.length === 0 && set.spec.updateStrategy.type === 'RollingUpdate' ? replaced(situation) : []),
			...trimmedRevisions(set, revisions, isInUse),
			{kind: 'replace', resource: 'daemonsets.apps', object: {...set, status}, isStatus: true},
		],
		wakeAtMs: later.length === 0 ? undefined : Math.min(...later),
	};
}

function hashOf({metadata}: ControllerRevision): string {
	return metadata.labels?.[hashLabel] ?? '';
}
