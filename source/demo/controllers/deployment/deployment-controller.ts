import type {Controller, DemoClock, ObjectStore} from '../../contract.ts';
import {createControlLoop, keyOf, splitKey} from '../control-loop.ts';
import type {Deployment, ReplicaSet} from '../kube-types.ts';
import {ownedBy, ownerKeys} from '../owned.ts';
import {applyWrites} from '../writes.ts';
import {reconcileDeployment} from './reconcile-deployment.ts';

export function createDeploymentController(cluster: {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
}): Controller {
	const {store, clock} = cluster;
	return createControlLoop({
		name: 'deployment',
		store,
		clock,
		watched: ['deployments.apps', 'replicasets.apps'],
		keysOf: ({resource, object}) =>
			resource === 'deployments.apps' ? [keyOf(object)] : ownerKeys(object, 'Deployment'),
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const deployment = store.get('deployments.apps', namespace, name) as Deployment | undefined;
			if (deployment === undefined) return undefined;
			const replicaSets = ownedBy<ReplicaSet>(store, 'replicasets.apps', deployment);
			const {writes, wakeAtMs} = reconcileDeployment(deployment, replicaSets, clock.nowMs());
			applyWrites(cluster, {manager: 'kube-controller-manager', component: 'deployment-controller'}, writes);
			return wakeAtMs;
		},
	});
}
