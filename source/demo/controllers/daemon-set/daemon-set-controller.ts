import type {Controller, DemoClock, ObjectStore} from '../../contract.ts';
import {createControlLoop, keyOf, splitKey} from '../control-loop.ts';
import type {ControllerRevision} from '../controller-revision.ts';
import type {Pod} from '../kube-types.ts';
import {ownedBy, ownerKeys} from '../owned.ts';
import {applyWrites} from '../writes.ts';
import type {DaemonSet} from './daemon-set-types.ts';
import {reconcileDaemonSet} from './reconcile-daemon-set.ts';

export function createDaemonSetController(cluster: {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
}): Controller {
	const {store, clock} = cluster;
	return createControlLoop({
		name: 'daemonset',
		store,
		clock,
		watched: ['daemonsets.apps', 'controllerrevisions.apps', 'pods', 'nodes'],
		keysOf({resource, object}) {
			if (resource === 'daemonsets.apps') return [keyOf(object)];
			return resource === 'nodes' ? store.list('daemonsets.apps').map(keyOf) : ownerKeys(object, 'DaemonSet');
		},
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const set = store.get('daemonsets.apps', namespace, name) as DaemonSet | undefined;
			if (set === undefined) return undefined;
			const revisions = ownedBy<ControllerRevision>(store, 'controllerrevisions.apps', set);
			const pods = ownedBy<Pod>(store, 'pods', set);
			const nodes = store.list('nodes').map(node => node.metadata.name);
			const {writes, wakeAtMs} = reconcileDaemonSet(set, revisions, pods, nodes, clock.nowMs());
			applyWrites(cluster, {manager: 'kube-controller-manager', component: 'daemonset-controller'}, writes);
			return wakeAtMs;
		},
	});
}
