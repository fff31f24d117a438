import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {HistoryEntry} from '../../../source/demo/api/list/watch-history.ts';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {controller, createStore, object, rollouts, status} from './test-store.ts';

describe('the object store', () => {
	it('gives the same uids from the same seed, and others to another seed and to the next object of a name', () => {
		const uid = (seed: number) =>
			createStore({seed}).store.create(rollouts, object('Rollout', 'a'), controller).metadata.uid;
		expect(uid(1)).toBe(uid(1));
		expect(uid(1)).not.toBe(uid(2));
		expect(uid(1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		const {store} = createStore();
		const first = store.create(rollouts, object('Rollout', 'a'), controller);
		store.remove(rollouts, 'shop', 'a');
		expect(store.create(rollouts, object('Rollout', 'a'), controller).metadata.uid).not.toBe(first.metadata.uid);
	});

	it('freezes what it gives out, to the leaves, and does not freeze what it was given', () => {
		const {store} = createStore();
		const given = object('Rollout', 'a', {spec: {steps: [{setWeight: 5}]}});
		const stored = store.create(rollouts, given, controller) as KubeObject & {spec: {steps: {setWeight: number}[]}};
		expect(() => {
			if (stored.spec.steps[0]) stored.spec.steps[0].setWeight = 6;
		}).toThrow(TypeError);
		expect(Object.isFrozen((given as unknown as {spec: object}).spec)).toBe(false);
	});

	it('refuses a name that is taken, an object that is not there, and an unknown resource', () => {
		const {store} = createStore();
		store.create(rollouts, object('Rollout', 'a'), controller);
		expect(() => store.create(rollouts, object('Rollout', 'a'), controller)).toThrow('already exists');
		expect(() => store.replace(rollouts, object('Rollout', 'b'), controller)).toThrow('not found');
		expect(() => store.list('widgets')).toThrow('does not know');
		expect(() => store.create('analysisruns.argoproj.io', object('AnalysisRun', 'a'), controller)).not.toThrow();
		expect(() => store.replace('analysisruns.argoproj.io', object('AnalysisRun', 'a'), status)).toThrow('no status');
	});

	it.each([
		{kind: 'Rollout', id: rollouts, change: {spec: {replicas: 2}}, writer: controller, generation: 2},
		{kind: 'Rollout', id: rollouts, change: {metadata: {labels: {a: 'b'}}}, writer: controller, generation: 1},
		{kind: 'Rollout', id: rollouts, change: {status: {phase: 'Paused'}}, writer: status, generation: 1},
		{kind: 'Deployment', id: 'deployments.apps', change: {spec: {replicas: 2}}, writer: controller, generation: 2},
		{
			kind: 'Deployment',
			id: 'deployments.apps',
			change: {metadata: {annotations: {a: 'b'}}},
			writer: controller,
			generation: 2,
		},
		{
			kind: 'ReplicaSet',
			id: 'replicasets.apps',
			change: {metadata: {annotations: {a: 'b'}}},
			writer: controller,
			generation: 1,
		},
		{
			kind: 'AnalysisRun',
			id: 'analysisruns.argoproj.io',
			change: {status: {phase: 'Running'}},
			writer: controller,
			generation: 2,
		},
		{kind: 'Service', id: 'services', change: {spec: {selector: {a: 'b'}}}, writer: controller, generation: undefined},
	])('sets generation $generation after $change of a $kind', ({kind, id, change, writer, generation}) => {
		const {store} = createStore();
		store.create(id, object(kind, 'a'), controller);
		const changed = store.replace(id, object(kind, 'a', change), writer);
		expect(changed.metadata.generation).toBe(generation);
		expect(changed.metadata.resourceVersion).toBe('2');
	});

	it('keeps the status apart from the rest', () => {
		const {store} = createStore();
		const before = object('Rollout', 'a', {spec: {replicas: 1}, status: {phase: 'Healthy'}});
		store.create(rollouts, before, controller);
		const throughMain = store.replace(rollouts, {...before, status: {phase: 'Degraded'}}, controller);
		expect(throughMain.status).toEqual({phase: 'Healthy'});
		const throughStatus = store.replace(rollouts, {...before, spec: {replicas: 9}, status: {phase: 'Paused'}}, status);
		expect(throughStatus).toMatchObject({spec: {replicas: 1}, status: {phase: 'Paused'}});
	});

	it('makes no event of a write that changes nothing', () => {
		const {store, clock} = createStore();
		const events: HistoryEntry[] = [];
		const stored = store.create(rollouts, object('Rollout', 'a', {spec: {replicas: 1}}), controller);
		store.subscribe(event => events.push(event));
		clock.advance(60_000);
		expect(
			store.replace(rollouts, {...stored, metadata: {...stored.metadata, resourceVersion: '77'}}, controller),
		).toBe(stored);
		expect(events).toEqual([]);
		expect(store.resourceVersion).toBe(1);
	});

	it('reports changes in order, also those that a subscriber makes', () => {
		const {store} = createStore();
		const heard: string[] = [];
		store.subscribe(({type, object: {metadata}}) => {
			if (type === 'ADDED' && metadata.name === 'a') store.create(rollouts, object('Rollout', 'b'), controller);
		});
		store.subscribe(({type, object: {metadata}}) => heard.push(`${type} ${metadata.name} ${metadata.resourceVersion}`));
		store.create(rollouts, object('Rollout', 'a'), controller);
		store.remove(rollouts, 'shop', 'a');
		expect(heard).toEqual(['ADDED a 1', 'ADDED b 2', 'DELETED a 3']);
	});

	it('removes what only the removed object owned', () => {
		const {store} = createStore();
		const owner = (name: string) => {
			const {metadata, kind, apiVersion} = store.create(rollouts, object('Rollout', name), controller);
			return {kind, apiVersion, name, uid: metadata.uid ?? ''};
		};
		const [a, b] = [owner('a'), owner('b')];
		const rs = store.create(
			'replicasets.apps',
			object('ReplicaSet', 'a-1', {metadata: {ownerReferences: [a]}}),
			controller,
		);
		const pod = {kind: 'ReplicaSet', apiVersion: 'apps/v1', name: 'a-1', uid: rs.metadata.uid ?? ''};
		store.create('pods', object('Pod', 'a-1-x', {metadata: {ownerReferences: [pod]}}), controller);
		store.create('replicasets.apps', object('ReplicaSet', 'shared', {metadata: {ownerReferences: [a, b]}}), controller);
		store.remove(rollouts, 'shop', 'a');
		expect(store.list('pods')).toEqual([]);
		expect(store.list('replicasets.apps').map(({metadata}) => metadata.name)).toEqual(['shared']);
		store.remove(rollouts, 'shop', 'b');
		expect(store.list('replicasets.apps')).toEqual([]);
	});

	it('shows the collection as it was at any resourceVersion that the history reaches', () => {
		const change = fc.record({name: fc.constantFrom('a', 'b', 'c'), replicas: fc.nat(3), isRemoval: fc.boolean()});
		fc.assert(
			fc.property(fc.array(change, {maxLength: 30}), changes => {
				const {store} = createStore();
				const past = [store.list(rollouts)];
				for (const {name, replicas, isRemoval} of changes) {
					const before = store.resourceVersion;
					const next = object('Rollout', name, {spec: {replicas}});
					if (isRemoval) store.remove(rollouts, 'shop', name);
					else if (store.get(rollouts, 'shop', name)) store.replace(rollouts, next, controller);
					else store.create(rollouts, next, controller);
					if (store.resourceVersion > before) past[store.resourceVersion] = store.list(rollouts);
				}
				for (const [version, list] of past.entries()) expect(store.listAt(rollouts, version)).toEqual(list);
			}),
		);
	});

	it('starts above a resourceVersion, so that older watchers list again', () => {
		const {store} = createStore({firstResourceVersion: 100});
		expect(store.create(rollouts, object('Rollout', 'a'), controller).metadata.resourceVersion).toBe('100');
		expect(store.changesSince(rollouts, 42)).toEqual({kind: 'expired', oldest: 99});
		expect(store.changesSince(rollouts, 99)).toMatchObject({kind: 'changes', entries: [{resourceVersion: 100}]});
	});

	it('previews a write without making it', () => {
		const {store} = createStore();
		const stored = store.create(rollouts, object('Rollout', 'a', {spec: {replicas: 1}}), controller);
		const preview = store.previewReplace(rollouts, object('Rollout', 'a', {spec: {replicas: 2}}), {manager: 'perch'});
		expect(preview).toMatchObject({spec: {replicas: 2}, metadata: {generation: 2, resourceVersion: '1'}});
		expect(store.get(rollouts, 'shop', 'a')).toBe(stored);
	});
});
