import {describe, expect, it} from 'vitest';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {ControllerRevision} from '../../../source/demo/controllers/controller-revision.ts';
import {createControllers} from '../../../source/demo/controllers/controllers.ts';
import type {DaemonSet} from '../../../source/demo/controllers/daemon-set/daemon-set-types.ts';
import type {Pod} from '../../../source/demo/controllers/kube-types.ts';
import {terminated} from '../../../source/demo/controllers/replica-set.ts';
import type {StatefulSet} from '../../../source/demo/controllers/stateful-set/stateful-set-types.ts';
import {applyWrites} from '../../../source/demo/controllers/writes.ts';
import {createBehaviour} from '../../../source/demo/world/behaviour.ts';
import {populate} from '../../../source/demo/world/build.ts';
import {createFakeClock} from '../fake-clock.ts';
import {builtWorld} from './built-world.ts';

const startMs = Date.UTC(2026, 10, 21, 10, 0, 0, 300);

function open(speed = 1) {
	const clock = createFakeClock(startMs);
	const store = createObjectStore({seed: 7, clock});
	populate(store, builtWorld(startMs, speed));
	const controllers = createControllers({store, clock, ...createBehaviour({store, clock, startedAtMs: startMs})});
	for (const controller of controllers) controller.start();
	const set = (name: string) => store.get('statefulsets.apps', 'data', name) as StatefulSet;
	const pods = (name: string) =>
		(store.list('pods', 'data') as readonly Pod[])
			.filter(({metadata}) => metadata.labels?.app === name)
			.toSorted((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1));
	return {
		clock,
		store,
		set,
		pods,
		tags: (name: string) => pods(name).map(({spec}) => spec.containers[0]?.image.split(':')[1]),
		daemonSet: () => store.get('daemonsets.apps', 'data', 'feature-cache') as DaemonSet,
		patchSpec(name: string, patch: object) {
			const object = set(name);
			store.replace('statefulsets.apps', {...object, spec: {...object.spec, ...patch}}, {manager: 'kubectl'});
		},
	};
}

describe('ledger-db', () => {
	const partition = (to: number) => ({updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: to}}});

	it('has its last pod alone on the new version', () => {
		const {set, tags, store} = open();
		expect(tags('ledger-db')).toEqual(['16.3', '16.3', '16.3', '16.3', '16.4']);
		expect(set('ledger-db')).toMatchObject({
			spec: partition(4),
			status: {replicas: 5, readyReplicas: 5, currentReplicas: 4, updatedReplicas: 1},
		});
		const revisions = (store.list('controllerrevisions.apps', 'data') as readonly ControllerRevision[])
			.filter(({metadata}) => metadata.labels?.app === 'ledger-db')
			.map(({revision}) => revision);
		expect(revisions.toSorted()).toEqual([12, 13, 14]);
	});

	it('rolls to its end when the partition is moved there', () => {
		const {clock, patchSpec, tags, set} = open();
		patchSpec('ledger-db', partition(0));
		clock.advanceBy(5_000);
		expect(tags('ledger-db')).toEqual(['16.3', '16.3', '16.3', '16.4', '16.4']);
		clock.advanceBy(55_000);
		expect(tags('ledger-db')).toEqual(['16.4', '16.4', '16.4', '16.4', '16.4']);
		const {status} = set('ledger-db');
		expect(status?.currentRevision).toBe(status?.updateRevision);
	});
});

describe('catalog-index', () => {
	it('has an update that waits for pods to be deleted', () => {
		const {clock, store, set, pods, tags} = open();
		expect(tags('catalog-index')).toEqual(['9.1.0', '9.1.0', '9.1.0']);
		const {spec, status} = set('catalog-index');
		expect(spec.updateStrategy).toEqual({type: 'OnDelete'});
		expect(status?.currentRevision).not.toBe(status?.updateRevision);
		const writes = pods('catalog-index')
			.slice(2)
			.map(pod => terminated(pod, clock.nowMs()));
		applyWrites({store, clock}, {manager: 'kubectl', component: 'kubectl'}, writes);
		clock.advanceBy(10_000);
		expect(tags('catalog-index')).toEqual(['9.1.0', '9.1.0', '9.2.0']);
	});
});

describe('feature-cache', () => {
	it('is in the middle of a rolling update, and comes to its end, sooner at a higher speed', () => {
		for (const [speed, seconds] of [
			[1, 180],
			[10, 20],
		] as const) {
			const {clock, daemonSet} = open(speed);
			expect(daemonSet().status).toMatchObject({desiredNumberScheduled: 4, updatedNumberScheduled: 2});
			clock.advanceBy(seconds * 1000);
			expect(daemonSet().status).toMatchObject({updatedNumberScheduled: 4, numberAvailable: 4});
		}
	});

	it('has one pod on each node', () => {
		const {store, pods} = open();
		const nodes = store.list('nodes').map(({metadata}) => metadata.name);
		expect(
			pods('feature-cache')
				.map(({spec}) => spec.nodeName)
				.toSorted(),
		).toEqual(nodes.toSorted());
	});
});
