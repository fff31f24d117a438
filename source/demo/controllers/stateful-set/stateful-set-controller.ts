import type {Controller, DemoClock, ObjectStore} from '../../contract.ts';
import {createControlLoop, keyOf, splitKey} from '../control-loop.ts';
import type {ControllerRevision} from '../controller-revision.ts';
import type {Pod} from '../kube-types.ts';
import {ownedBy, ownerKeys} from '../owned.ts';
import {applyWrites} from '../writes.ts';
import {reconcileStatefulSet} from './reconcile-stateful-set.ts';
import type {StatefulSet} from './stateful-set-types.ts';

export function createStatefulSetController(cluster: {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
}): Controller {
	const {store, clock} = cluster;
	return createControlLoop({
		name: 'statefulset',
		store,
		clock,
		watched: ['statefulsets.apps', 'controllerrevisions.apps', 'pods'],
		keysOf: ({resource, object}) =>
			resource === 'statefulsets.apps' ? [keyOf(object)] : ownerKeys(object, 'StatefulSet'),
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const set = store.get('statefulsets.apps', namespace, name) as StatefulSet | undefined;
			if (set === undefined) return undefined;
			const revisions = ownedBy<ControllerRevision>(store, 'controllerrevisions.apps', set);
			const pods = ownedBy<Pod>(store, 'pods', set);
			const {writes, wakeAtMs} = reconcileStatefulSet(set, revisions, pods, clock.nowMs());
			applyWrites(cluster, {manager: 'kube-controller-manager', component: 'statefulset-controller'}, writes);
			return wakeAtMs;
		},
	});
}
