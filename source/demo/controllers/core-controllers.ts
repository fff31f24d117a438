import type {Controller, DemoClock, KubeObject, ObjectStore, StoreEvent} from '../contract.ts';
import {createControlLoop, keyOf, splitKey} from './control-loop.ts';
import {reconcileEndpointSlice} from './endpoint-slice.ts';
import type {Pod, ReplicaSet, Service} from './kube-types.ts';
import {reconcilePod} from './kubelet.ts';
import {ownedBy, ownerKeys} from './owned.ts';
import type {PodHealth} from './pod-status.ts';
import {selecting} from './pods.ts';
import {reconcileReplicaSet} from './replica-set.ts';
import {applyWrites} from './writes.ts';

interface Cluster {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
}

/** Decides the health of a pod when it starts; `ordinal` counts the pods of its ReplicaSet by name. */
export type HealthOf = (pod: KubeObject, ordinal: number) => PodHealth;

export function createReplicaSetController(cluster: Cluster): Controller {
	const {store, clock} = cluster;
	return createControlLoop({
		name: 'replicaset',
		store,
		clock,
		watched: ['replicasets.apps', 'pods'],
		keysOf: ({resource, object}) => (resource === 'pods' ? ownerKeys(object, 'ReplicaSet') : [keyOf(object)]),
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const replicaSet = store.get('replicasets.apps', namespace, name) as ReplicaSet | undefined;
			if (replicaSet === undefined) return undefined;
			const pods = ownedBy<Pod>(store, 'pods', replicaSet);
			const {writes, wakeAtMs} = reconcileReplicaSet(replicaSet, pods, clock.nowMs());
			applyWrites(cluster, {manager: 'kube-controller-manager', component: 'replicaset-controller'}, writes);
			return wakeAtMs;
		},
	});
}

/** Stands in for the kubelets of all nodes. */
export function createKubelet({healthOf, ...cluster}: Cluster & {readonly healthOf: HealthOf}): Controller {
	const {store, clock} = cluster;
	return createControlLoop({
		name: 'kubelet',
		store,
		clock,
		watched: ['pods'],
		keysOf: ({object}) => [keyOf(object)],
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const pod = store.get('pods', namespace, name) as Pod | undefined;
			if (pod === undefined) return undefined;
			const {writes, wakeAtMs} = reconcilePod(pod, healthOf(pod, ordinalOf(store, pod)), clock.nowMs());
			applyWrites(cluster, {manager: 'node', component: 'kubelet'}, writes);
			return wakeAtMs;
		},
	});
}

export function createEndpointSliceController(cluster: Cluster): Controller {
	const {store, clock} = cluster;
	return createControlLoop({
		name: 'endpointslice',
		store,
		clock,
		watched: ['services', 'pods'],
		keysOf: event => serviceKeys(store, event),
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const service = store.get('services', namespace, name) as Service | undefined;
			if (service === undefined) return undefined;
			const [slice] = ownedBy(store, 'endpointslices.discovery.k8s.io', service);
			const pods = store.list('pods', namespace) as readonly Pod[];
			const writes = reconcileEndpointSlice(service, slice, pods, clock.nowMs());
			applyWrites(cluster, {manager: 'kube-controller-manager', component: 'endpoint-slice-controller'}, writes);
			return undefined;
		},
	});
}

function serviceKeys(store: ObjectStore, {resource, object}: StoreEvent): readonly string[] {
	if (resource === 'services') return [keyOf(object)];
	return selecting(store.list('services', object.metadata.namespace) as readonly Service[], object.metadata.labels).map(
		keyOf,
	);
}

function ordinalOf(store: ObjectStore, pod: Pod): number {
	const owner = pod.metadata.ownerReferences?.[0]?.uid ?? '';
	return store.ownedBy('pods', owner).findIndex(({metadata}) => metadata.name === pod.metadata.name);
}
