import type {ShopService} from '../../contract.ts';
import {withDefaults} from '../../controllers/pod-template.ts';
import type {Stored} from './manifests.ts';
import {podTemplate} from './pod-templates.ts';
import {shortened} from './strategies.ts';

/** The StatefulSet with the API server's defaults. Each new pod must be ready for some seconds before the next one
 * is replaced. */
export function statefulSetManifest(service: ShopService, tag: string, speed: number): Stored {
	const {namespace, name, replicas} = service;
	return {
		resource: 'statefulsets.apps',
		object: {
			apiVersion: 'apps/v1',
			kind: 'StatefulSet',
			metadata: {name, namespace, labels: {app: name}},
			spec: {
				replicas,
				selector: {matchLabels: {app: name}},
				template: withDefaults(podTemplate(service, tag)),
				serviceName: name,
				podManagementPolicy: 'OrderedReady',
				updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 0}},
				minReadySeconds: shortened(8, speed),
				revisionHistoryLimit: 10,
				persistentVolumeClaimRetentionPolicy: {whenDeleted: 'Retain', whenScaled: 'Retain'},
			},
		},
	};
}

/** Slow enough to watch: each pod must be ready for a while before the next. */
export function daemonSetManifest(service: ShopService, tag: string, speed: number): Stored {
	const {namespace, name} = service;
	return {
		resource: 'daemonsets.apps',
		object: {
			apiVersion: 'apps/v1',
			kind: 'DaemonSet',
			metadata: {name, namespace, labels: {app: name}},
			spec: {
				selector: {matchLabels: {app: name}},
				template: withDefaults(podTemplate(service, tag)),
				updateStrategy: {type: 'RollingUpdate', rollingUpdate: {maxUnavailable: 1, maxSurge: 0}},
				minReadySeconds: shortened(60, speed),
				revisionHistoryLimit: 10,
			},
		},
	};
}

/** The machines that the demo's pods run on, `n1` to `n4`. */
export function nodeManifests(): readonly Stored[] {
	return [1, 2, 3, 4].map(number => ({
		resource: 'nodes',
		object: {
			apiVersion: 'v1',
			kind: 'Node',
			metadata: {name: `n${number}`, labels: {'kubernetes.io/hostname': `n${number}`, 'kubernetes.io/os': 'linux'}},
			spec: {},
			status: {
				addresses: [{type: 'InternalIP', address: `10.0.0.${number}`}],
				capacity: {cpu: '64', memory: '256Gi', pods: '110'},
				conditions: [
					{
						type: 'Ready',
						status: 'True',
						reason: 'KubeletReady',
						message: 'kubelet is posting ready status',
					},
				],
			},
		},
	}));
}
