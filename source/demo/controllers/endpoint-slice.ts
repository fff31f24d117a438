import {sameJson} from '../api/frozen-json.ts';
import {nameSuffix} from '../api/identifiers.ts';
import {rfc3339} from '../api/rfc3339.ts';
import type {KubeObject} from '../contract.ts';
import type {Pod, Service} from './kube-types.ts';
import {controlledBy} from './owned.ts';
import {isReady, isTerminating, selects} from './pods.ts';
import type {Write} from './writes.ts';

/** The write, if one is needed, that updates a Service's only EndpointSlice to the pods that the Service selects. */
export function reconcileEndpointSlice(
	service: Service,
	slice: KubeObject | undefined,
	pods: readonly Pod[],
	nowMs: number,
): readonly Write[] {
	if (service.spec.selector === undefined) return [];
	const endpoints = pods
		.filter(pod => selects(service.spec.selector, pod.metadata.labels) && pod.status?.podIP !== undefined)
		.map(endpointOf);
	if (slice !== undefined && sameJson(slice.endpoints, endpoints)) return [];
	const annotations = {'endpoints.kubernetes.io/last-change-trigger-time': rfc3339(nowMs)};
	if (slice !== undefined) {
		const object = {...slice, metadata: {...slice.metadata, annotations}, endpoints};
		return [{kind: 'replace', resource: 'endpointslices.discovery.k8s.io', object}];
	}
	const {name, namespace, uid} = service.metadata;
	const object: KubeObject = {
		apiVersion: 'discovery.k8s.io/v1',
		kind: 'EndpointSlice',
		metadata: {
			name: `${name}-${nameSuffix(`${uid}`)}`,
			generateName: `${name}-`,
			...(namespace === undefined ? {} : {namespace}),
			labels: {
				'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
				'kubernetes.io/service-name': name,
			},
			annotations,
			ownerReferences: [controlledBy(service)],
		},
		addressType: 'IPv4',
		endpoints,
		ports: (service.spec.ports ?? []).map(({name: portName, port, targetPort, protocol}) => ({
			name: portName ?? '',
			protocol: protocol ?? 'TCP',
			port: Number(targetPort ?? port),
		})),
	};
	return [{kind: 'create', resource: 'endpointslices.discovery.k8s.io', object}];
}

function endpointOf(pod: Pod) {
	const {name, namespace, uid} = pod.metadata;
	const serving = isReady(pod);
	const terminating = isTerminating(pod);
	return {
		addresses: [pod.status?.podIP ?? ''],
		conditions: {ready: serving && !terminating, serving, terminating},
		targetRef: {kind: 'Pod', namespace, name, uid},
		nodeName: pod.spec.nodeName,
	};
}
