import type {KubeObject} from '../contract.ts';
import type {Container, Pod, PodTemplate} from './kube-types.ts';
import {controlledBy} from './owned.ts';
import {pendingStatus} from './pod-status.ts';

/** A pod that its controller has just created and a scheduler has placed on a node. `labels` and `spec` are added
 * to those of the template. */
export function newPod({
	owner,
	name,
	template,
	labels,
	spec,
	nodeName,
	tolerations,
	nowMs,
}: {
	readonly owner: KubeObject;
	readonly name: string;
	readonly template: PodTemplate;
	readonly labels?: Readonly<Record<string, string>>;
	readonly spec?: Readonly<Record<string, unknown>>;
	readonly nodeName: string;
	readonly tolerations: readonly object[];
	readonly nowMs: number;
}): Pod {
	const pod: Pod = {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name,
			generateName: `${owner.metadata.name}-`,
			...(owner.metadata.namespace === undefined ? {} : {namespace: owner.metadata.namespace}),
			...template.metadata,
			...(labels === undefined ? {} : {labels: {...template.metadata?.labels, ...labels}}),
			ownerReferences: [controlledBy(owner)],
		},
		spec: {
			...template.spec,
			containers: template.spec.containers.map(withRequests),
			...spec,
			nodeName,
			tolerations,
			priority: 0,
			enableServiceLinks: true,
			preemptionPolicy: 'PreemptLowerPriority',
		},
	};
	return {...pod, status: pendingStatus(pod, nowMs)};
}

/** Admission adds these to every pod: the pod stays five minutes on a node that no longer reports. */
export const fiveMinuteTolerations = ['not-ready', 'unreachable'].map(taint => ({
	key: `node.kubernetes.io/${taint}`,
	operator: 'Exists',
	effect: 'NoExecute',
	tolerationSeconds: 300,
}));

/** The demo's scheduler: the last letter of the name picks one of four nodes. */
export function scheduledNode(podName: string): string {
	return `n${(podName.charCodeAt(podName.length - 1) % 4) + 1}`;
}

/** The container's requests default to its limits. */
function withRequests(container: Container): Container {
	const resources = (container.resources ?? {}) as {limits?: object; requests?: object};
	return {
		...container,
		resources: resources.limits === undefined ? resources : {requests: resources.limits, ...resources},
	};
}
