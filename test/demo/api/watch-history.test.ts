import {describe, expect, it} from 'vitest';
import {controller, createStore, object, rollouts} from './test-store.ts';

describe('the watch history', () => {
	it('gives the changes after a resourceVersion, of one resource', () => {
		const {store} = createStore();
		for (const name of ['a', 'b', 'c']) {
			store.create(rollouts, object('Rollout', name), controller);
			store.create('services', object('Service', name), controller);
		}
		const changes = store.changesSince(rollouts, 1);
		expect(changes.kind === 'changes' && changes.entries.map(({resourceVersion}) => resourceVersion)).toEqual([3, 5]);
	});

	it('forgets the oldest changes beyond a number', () => {
		const {store} = createStore({historyLimit: 2});
		for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) store.create(rollouts, object('Rollout', name), controller);
		expect(store.changesSince(rollouts, 4)).toEqual({kind: 'expired', oldest: 5});
		expect(store.changesSince(rollouts, 5)).toMatchObject({
			kind: 'changes',
			entries: [{resourceVersion: 6}, {resourceVersion: 7}],
		});
		expect(store.listAt(rollouts, 4)).toBeUndefined();
	});

	it('forgets changes beyond an age', () => {
		const {store, clock} = createStore({historyMaxAgeMs: 1_000});
		store.create(rollouts, object('Rollout', 'a'), controller);
		clock.advance(1_001);
		store.create(rollouts, object('Rollout', 'b'), controller);
		expect(store.changesSince(rollouts, 0)).toEqual({kind: 'expired', oldest: 1});
		expect(store.changesSince(rollouts, 1)).toMatchObject({kind: 'changes', entries: [{resourceVersion: 2}]});
	});

	it('forgets all at once when it is told to', () => {
		const {store} = createStore();
		store.create(rollouts, object('Rollout', 'a'), controller);
		store.create(rollouts, object('Rollout', 'b'), controller);
		store.expireHistory();
		expect(store.changesSince(rollouts, 1)).toEqual({kind: 'expired', oldest: 2});
		expect(store.changesSince(rollouts, 2)).toEqual({kind: 'changes', entries: []});
	});
});
