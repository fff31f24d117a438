import {nameSuffix} from '../../api/identifiers.ts';
import {resolvePercent} from '../duration.ts';
import type {Pod} from '../kube-types.ts';
import {newPod} from '../new-pod.ts';
import {withDefaults} from '../pod-template.ts';
import {isTerminating} from '../pods.ts';
import {terminated} from '../replica-set.ts';
import type {Write} from '../writes.ts';
import {isAvailable, isUpdated, podsOn, type Situation} from './daemon-set-status.ts';
import {type DaemonSet, generationLabel, hashLabel} from './daemon-set-types.ts';

/** Gives a pod to every node without one; a terminating pod still counts as one. */
export function created(situation: Situation): readonly Write[] {
	const {set, pods, nodes, hash, generation, nowMs} = situation;
	const taken = new Set(pods.map(({metadata}) => metadata.name));
	return nodes
		.filter(node => podsOn(situation, node).length === 0)
		.flatMap((node): readonly Write[] => {
			const name = freeName(set, `${hash}/${node}/${set.metadata.resourceVersion}`, taken);
			const pod = newPod({
				owner: set,
				name,
				template: withDefaults(set.spec.template),
				labels: {[hashLabel]: hash, [generationLabel]: generation},
				spec: {affinity: toNode(node)},
				nodeName: node,
				tolerations,
				nowMs,
			});
			return [{kind: 'create', resource: 'pods', object: pod}, told(set, 'SuccessfulCreate', `Created pod: ${name}`)];
		});
}

/** Removes unavailable old pods at once, as they serve no requests; removes the other old pods as far as
 * `maxUnavailable` allows. */
export function replaced(situation: Situation): readonly Write[] {
	const {set, nodes, nowMs} = situation;
	const going: Pod[] = [];
	const candidates: Pod[] = [];
	let unavailable = 0;
	for (const node of nodes) {
		const [pod] = podsOn(situation, node);
		if (pod === undefined || isTerminating(pod)) unavailable += 1;
		else if (isUpdated(situation, pod)) unavailable += isAvailable(situation, pod) ? 0 : 1;
		else if (isAvailable(situation, pod)) candidates.push(pod);
		else going.push(pod);
	}
	const maxUnavailable = resolvePercent(set.spec.updateStrategy.rollingUpdate?.maxUnavailable ?? 1, nodes.length, 'up');
	const room = Math.max(0, maxUnavailable - unavailable);
	return [...going, ...candidates.slice(0, room)].flatMap((pod): readonly Write[] => [
		terminated(pod, nowMs),
		told(set, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`),
	]);
}

/** Let a daemon pod stay on a node that other pods must leave. */
const tolerations = [
	...['not-ready', 'unreachable'].map(taint => toleration(taint, 'NoExecute')),
	...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map(taint =>
		toleration(taint, 'NoSchedule'),
	),
];

function toleration(taint: string, effect: string) {
	return {key: `node.kubernetes.io/${taint}`, operator: 'Exists', effect};
}

function toNode(node: string) {
	const matchFields = [{key: 'metadata.name', operator: 'In', values: [node]}];
	return {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields}]}}};
}

function freeName({metadata}: DaemonSet, about: string, taken: Set<string>): string {
	for (let tried = 0; ; tried += 1) {
		const name = `${metadata.name}-${nameSuffix(`${metadata.uid}/${about}/${tried}`)}`;
		if (taken.has(name)) continue;
		taken.add(name);
		return name;
	}
}

function told(about: DaemonSet, reason: string, message: string): Write {
	return {kind: 'event', about, type: 'Normal', reason, message};
}
