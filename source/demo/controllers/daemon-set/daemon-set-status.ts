import type {Pod} from '../kube-types.ts';
import {availableAtMs, isReady} from '../pods.ts';
import {type DaemonSet, type DaemonSetStatus, generationLabel, hashLabel} from './daemon-set-types.ts';

/** A DaemonSet with its pods, including the terminating ones, and the revision of its template. */
export interface Situation {
	readonly set: DaemonSet;
	readonly pods: readonly Pod[];
	readonly nodes: readonly string[];
	readonly hash: string;
	readonly generation: string;
	readonly nowMs: number;
}

/** Counts nodes, not pods: the oldest pod of a node stands for the node. */
export function daemonSetStatus(situation: Situation): DaemonSetStatus {
	const {set, nodes} = situation;
	const oldest = nodes.flatMap(node => podsOn(situation, node).slice(0, 1));
	const available = oldest.filter(pod => isAvailable(situation, pod)).length;
	const counts = {
		updatedNumberScheduled: oldest.filter(pod => isUpdated(situation, pod)).length,
		numberAvailable: available,
		numberUnavailable: nodes.length - available,
	};
	return {
		currentNumberScheduled: oldest.length,
		numberMisscheduled: 0,
		desiredNumberScheduled: nodes.length,
		numberReady: oldest.filter(isReady).length,
		observedGeneration: set.metadata.generation ?? 1,
		...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
	};
}

/** Oldest first. */
export function podsOn({pods}: Situation, node: string): readonly Pod[] {
	return pods
		.filter(({spec}) => spec.nodeName === node)
		.toSorted((left, right) =>
			(left.metadata.creationTimestamp ?? '').localeCompare(right.metadata.creationTimestamp ?? ''),
		);
}

export function isAvailable({set, nowMs}: Situation, pod: Pod): boolean {
	const fromMs = availableAtMs(pod, set.spec.minReadySeconds ?? 0);
	return fromMs !== undefined && fromMs <= nowMs;
}

export function isUpdated({hash, generation}: Situation, {metadata}: Pod): boolean {
	return metadata.labels?.[hashLabel] === hash || metadata.labels?.[generationLabel] === generation;
}
