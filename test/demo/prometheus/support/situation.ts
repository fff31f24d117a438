import {readFileSync} from 'node:fs';
import type {KubeObject} from '../../../../source/demo/contract.ts';
import {
	clusterOf,
	type EventObject,
	type ReplicaSetObject,
	type RolloutObject,
	type ServiceObject,
	type VirtualServiceObject,
} from '../../../../source/demo/prometheus/weights/cluster-objects.ts';

/** A recorded cluster in one situation. */
export const situation = (path: string) => {
	const text = readFileSync(new URL(`../../../fixtures/cluster/${path}.json`, import.meta.url), 'utf8');
	const {objects} = JSON.parse(text) as {readonly objects: readonly KubeObject[]};
	const ofKind = (kind: string) => objects.filter(object => object.kind === kind) as unknown[];
	const cluster = clusterOf({
		services: ofKind('Service') as ServiceObject[],
		replicaSets: ofKind('ReplicaSet') as ReplicaSetObject[],
		virtualServices: ofKind('VirtualService') as VirtualServiceObject[],
	});
	return {
		cluster,
		rollout: ofKind('Rollout')[0] as RolloutObject | undefined,
		events: ofKind('Event') as EventObject[],
		namespace: cluster.replicaSets[0]?.metadata.namespace ?? '',
	};
};

/** The Service of the recorded Deployment, which has none: all pods of the app. */
export const serviceOfApp = (namespace: string, app: string): ServiceObject => ({
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name: app, namespace},
	spec: {selector: {app}},
});
