import {type ControllerRevision, templateOf} from '../controller-revision.ts';
import type {Pod} from '../kube-types.ts';
import {fiveMinuteTolerations, newPod, scheduledNode} from '../new-pod.ts';
import {availableAtMs, isReady, isTerminating} from '../pods.ts';
import {terminated} from '../replica-set.ts';
import type {Write} from '../writes.ts';
import {revisionNameOf} from './stateful-set-status.ts';
import {podIndexLabel, podNameLabel, revisionLabel, type StatefulSet} from './stateful-set-types.ts';

interface Situation {
	readonly set: StatefulSet;
	/** All pods of the set, including the terminating ones. */
	readonly pods: readonly Pod[];
	readonly current: ControllerRevision;
	readonly update: ControllerRevision;
	readonly nowMs: number;
}

/** The next changes to the pods. With OrderedReady that is one pod at a time: the missing one with the lowest
 * ordinal first, and nothing while a pod is unavailable. So a broken pod blocks even the revision that would fix
 * it, until an operator deletes the pod. */
export function podSteps(situation: Situation): readonly Write[] {
	const {set} = situation;
	const isOrdered = set.spec.podManagementPolicy !== 'Parallel';
	const filling = filled(situation, isOrdered);
	if (filling.isBlocked) return filling.writes;
	const scaling = scaledDown(situation, isOrdered);
	if (scaling.isBlocked) return scaling.writes;
	const updating = set.spec.updateStrategy.type === 'OnDelete' ? [] : updated(situation);
	return [...filling.writes, ...scaling.writes, ...updating];
}

interface Part {
	readonly writes: readonly Write[];
	/** No other change may happen before this part is done. */
	readonly isBlocked: boolean;
}

function filled(situation: Situation, isOrdered: boolean): Part {
	const {set, nowMs} = situation;
	const writes: Write[] = [];
	for (let ordinal = 0; ordinal < set.spec.replicas; ordinal += 1) {
		const pod = podAt(situation, ordinal);
		if (pod === undefined) writes.push(...created(situation, ordinal));
		const availableFromMs = pod && availableAtMs(pod, set.spec.minReadySeconds ?? 0);
		const isAvailable =
			pod !== undefined && !isTerminating(pod) && availableFromMs !== undefined && availableFromMs <= nowMs;
		if (isOrdered && !isAvailable) return {writes, isBlocked: true};
	}
	return {writes, isBlocked: false};
}

/** Deletes pods beyond `replicas`, the highest ordinal first. */
function scaledDown({set, pods, nowMs}: Situation, isOrdered: boolean): Part {
	const surplus = pods
		.filter(pod => ordinalOf(pod) >= set.spec.replicas)
		.toSorted((left, right) => ordinalOf(right) - ordinalOf(left));
	const [first] = surplus;
	if (!isOrdered) {
		return {writes: surplus.filter(pod => !isTerminating(pod)).flatMap(pod => gone(set, pod, nowMs)), isBlocked: false};
	}
	if (first === undefined) return {writes: [], isBlocked: false};
	return {writes: isTerminating(first) ? [] : gone(set, first, nowMs), isBlocked: true};
}

/** Deletes the pod of an older revision with the highest ordinal, down to the partition; waits until it is ready
 * again. */
function updated(situation: Situation): readonly Write[] {
	const {set, update, nowMs} = situation;
	for (let ordinal = set.spec.replicas - 1; ordinal >= partitionOf(set); ordinal -= 1) {
		const pod = podAt(situation, ordinal);
		if (pod === undefined) return [];
		if (revisionNameOf(pod) !== update.metadata.name && !isTerminating(pod)) return gone(set, pod, nowMs);
		if (isTerminating(pod) || !isReady(pod)) return [];
	}
	return [];
}

function created({set, current, update, nowMs}: Situation, ordinal: number): readonly Write[] {
	const {name: setName} = set.metadata;
	const name = `${setName}-${ordinal}`;
	const revision = set.spec.updateStrategy.type === 'RollingUpdate' && ordinal < partitionOf(set) ? current : update;
	const pod = newPod({
		owner: set,
		name,
		template: templateOf(revision),
		labels: {
			[podNameLabel]: name,
			[podIndexLabel]: String(ordinal),
			[revisionLabel]: revision.metadata.name,
		},
		spec: {hostname: name, subdomain: set.spec.serviceName},
		nodeName: scheduledNode(name),
		tolerations: fiveMinuteTolerations,
		nowMs,
	});
	return [
		{kind: 'create', resource: 'pods', object: pod},
		told(set, 'SuccessfulCreate', `create Pod ${name} in StatefulSet ${setName} successful`),
	];
}

function gone(set: StatefulSet, pod: Pod, nowMs: number): readonly Write[] {
	const message = `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`;
	return [terminated(pod, nowMs), told(set, 'SuccessfulDelete', message)];
}

function told(about: StatefulSet, reason: string, message: string): Write {
	return {kind: 'event', about, type: 'Normal', reason, message};
}

function partitionOf({spec}: StatefulSet): number {
	return spec.updateStrategy.rollingUpdate?.partition ?? 0;
}

function podAt({set, pods}: Situation, ordinal: number): Pod | undefined {
	return pods.find(({metadata}) => metadata.name === `${set.metadata.name}-${ordinal}`);
}

function ordinalOf({metadata}: Pod): number {
	return Number(metadata.name.slice(metadata.name.lastIndexOf('-') + 1));
}
