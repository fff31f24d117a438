import {describe, expect, it} from 'vitest';
import type {WatchUpdate} from '../../../source/ports/cluster.ts';
import {clusterForTests, signal, viewOf} from './support/cluster-for-tests.ts';
import {absentKind, rolloutKind, serviceKind} from './support/kinds.ts';
import {watchingOf} from './support/watching.ts';

const test = clusterForTests();
const {lists, openWatches, watching, expectSynced} = watchingOf(test);

describe('a watch', () => {
	it('names the missing permission of a forbidden kind, and asks again only after minutes', async () => {
		const cluster = await test.cluster({context: 'demo-shop-viewer'});
		const all = viewOf(cluster, {kind: rolloutKind});
		const shop = viewOf(cluster, {kind: serviceKind, namespace: 'shop'});
		test.put('services', 'Service', 'cart');
		await test.clock.advanceUntil(() => all.last === 'failing' && shop.held.length === 1);
		const refusal = all.updates[0] as Extract<WatchUpdate, {kind: 'failing'}>;
		expect(refusal.error).toMatchObject({
			kind: 'forbidden',
			status: 403,
			missing: 'list rollouts.argoproj.io in all namespaces',
		});
		expect((refusal.retryAtMs ?? 0) - refusal.atMs).toBeGreaterThanOrEqual(300_000);
		await test.clock.advanceUntil(() => all.updates.length === 2, 10_000);
		expect(test.clock.nowMs()).toBeGreaterThanOrEqual(refusal.retryAtMs ?? 0);
	});

	it('reports a kind that is not served as absent, and sends nothing for it', async () => {
		const cluster = await test.cluster();
		const view = viewOf(cluster, {kind: absentKind});
		await test.clock.advanceUntil(() => view.last === 'absent');
		expect(test.server.journal.entries.map(({path}) => path).sort()).toEqual(['/api', '/apis']);
	});

	it('names an unreadable object and its field, in lists and changes, and reads the object again once mended', async () => {
		test.put('services', 'Service', 'good');
		test.put('services', 'Service', 'bad', {spec: {selector: {app: 7}}});
		const cluster = await test.cluster();
		const view = viewOf(cluster, {kind: serviceKind});
		await test.clock.advanceUntil(() => openWatches() === 1);
		const bad = {kind: 'Service', namespace: 'shop', name: 'bad', field: 'spec.selector.app'};
		expect(view.updates[0]).toMatchObject({kind: 'listed', objects: [{}], unread: [bad]});
		const good = test.store.get('services', 'shop', 'good');
		if (!good) throw new Error('not stored');
		const changes = () => view.updates.filter(({kind}) => kind === 'changed');
		test.store.replace('services', {...good, spec: {selector: {app: 7}}}, {manager: 'test'});
		await test.clock.advanceUntil(() => changes().length === 1);
		expect(changes()[0]).toMatchObject({objects: [], removed: [], unread: [{...bad, name: 'good'}]});
		expect(test.logged).toContain('not understood: Service shop/good: spec.selector.app');
		test.store.replace('services', {...good, spec: {selector: {app: 'good'}}}, {manager: 'test'});
		await test.clock.advanceUntil(() => changes().length === 2);
		expect(changes()[1]).toMatchObject({objects: [{metadata: {name: 'good'}}], unread: []});
	});

	it('proves freshness by bookmarks', async () => {
		const {view} = await watching();
		await test.clock.advanceUntil(() => view.last === 'proof', 5_000);
		expect(view.count('failing')).toBe(0);
	});

	it('gathers the rewrites of 50 ms into one update', async () => {
		const {view} = await watching();
		for (let index = 0; index < 10; index++) {
			const service = test.store.get('services', 'shop', 'cart');
			if (!service) throw new Error('not stored');
			test.store.replace('services', {...service, spec: {selector: {hash: String(index)}}}, {manager: 'test'});
		}
		await test.clock.advanceUntil(() => view.held.join() === test.held('services').join(), 1);
		expect(view.count('changed')).toBeLessThan(10);
	});

	it('goes on when its listener throws', async () => {
		const cluster = await test.cluster();
		const seen: string[] = [];
		cluster.watch({kind: serviceKind}, update => {
			seen.push(update.kind);
			throw new Error('a bug, with hunter2 in it');
		});
		await test.clock.advanceUntil(() => openWatches() === 1);
		test.put('services', 'Service', 'cart');
		await test.clock.advanceUntil(() => seen.includes('changed'));
		expect(test.logged).toContain('a listener of services failed on changed');
		expect(test.logged.join()).not.toContain('hunter2');
	});

	it('sends its label selector to the server', async () => {
		test.put('services', 'Service', 'cart', {metadata: {labels: {app: 'cart'}}});
		test.put('services', 'Service', 'checkout', {metadata: {labels: {app: 'checkout'}}});
		const cluster = await test.cluster();
		const view = viewOf(cluster, {kind: serviceKind, namespace: 'shop', labelSelector: 'app=cart'});
		await test.clock.advanceUntil(() => view.count('listed') === 1);
		expect(view.held).toEqual([expect.stringMatching(/^shop\/cart@/)]);
	});
});

describe('a throttled watch', () => {
	it('waits as long as Retry-After says, and resumes without a list', async () => {
		const {view} = await watching();
		test.server.faults.inject({kind: 'status', status: 429, retryAfterSeconds: 40}, {path: 'watch=1', times: 1});
		test.server.faults.cutWatches();
		await test.clock.advanceUntil(() => view.last === 'failing');
		const refused = view.updates.at(-1) as Extract<WatchUpdate, {kind: 'failing'}>;
		expect(refused.error.kind).toBe('tooManyRequests');
		const before = test.server.journal.counters.requests;
		await test.clock.advanceUntil(() => test.clock.nowMs() >= refused.atMs + 39_000, 500);
		expect(test.server.journal.counters.requests).toBe(before);
		await expectSynced(view);
		expect(lists()).toBe(1);
		expect(view.last).not.toBe('failing');
	});
});

describe('a watch sends and reports nothing more', () => {
	const quiet = async (stop: () => void, view: {readonly updates: readonly WatchUpdate[]}) => {
		stop();
		const updates = view.updates.length;
		await test.clock.advance(1_000);
		const before = test.server.journal.counters.requests;
		await test.clock.advanceUntil(() => openWatches() === 0);
		test.put('services', 'Service', 'unwanted');
		for (let minute = 0; minute < 60; minute++) await test.clock.advance(60_000);
		expect(test.server.journal.counters.requests).toBe(before);
		expect(view.updates.length).toBe(updates);
	};

	it('when it is stopped with its stream open', async () => {
		const {view} = await watching();
		await quiet(view.stop, view);
	});

	it('when it is stopped while it waits after a failure', async () => {
		const {view} = await watching();
		test.server.faults.inject({kind: 'status', status: 503});
		test.server.faults.cutWatches();
		await test.clock.advanceUntil(() => view.last === 'failing');
		await quiet(view.stop, view);
	});

	it('when it is stopped while it lists', async () => {
		const cluster = await test.cluster();
		await cluster.inventory(signal);
		test.server.faults.inject({kind: 'blackHole'}, {path: 'services'});
		const view = viewOf(cluster, {kind: serviceKind});
		await test.clock.advanceUntil(() => test.server.journal.counters.requests === 2);
		await quiet(view.stop, view);
	});

	it('when the cluster is closed', async () => {
		const {cluster, view} = await watching();
		await quiet(() => cluster.close(), view);
	});
});
