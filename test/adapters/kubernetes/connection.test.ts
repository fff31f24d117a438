import {describe, expect, it} from 'vitest';
import {clusterForTests, signal, viewOf} from './support/cluster-for-tests.ts';
import {serviceKind} from './support/kinds.ts';

const test = clusterForTests();

describe('the connection', () => {
	it('carries a thousand requests beside thirty watches on at most four handshakes', async () => {
		const cluster = await test.cluster();
		test.put('services', 'Service', 'cart');
		const views = Array.from({length: 30}, () => viewOf(cluster, {kind: serviceKind}));
		await test.clock.advanceUntil(() => test.server.journal.counters.openWatches === 30);
		for (let round = 0; round < 50; round++) {
			const beats = await Promise.all(Array.from({length: 20}, () => cluster.heartbeat(signal)));
			expect(beats.every(beat => beat.ok)).toBe(true);
		}
		expect(views.every(view => view.held.length === 1)).toBe(true);
		expect(test.server.journal.counters.requests).toBeGreaterThan(1_000);
		expect(test.server.journal.counters.tlsHandshakes).toBeLessThanOrEqual(4);
		expect(test.server.journal.entries.every(({httpVersion}) => httpVersion === '2.0')).toBe(true);
	});

	it('is given up when pings are not answered, and what waited on it fails without its deadline', async () => {
		const cluster = await test.cluster({pingIntervalMs: 50});
		const view = viewOf(cluster, {kind: serviceKind});
		await test.clock.advanceUntil(() => test.server.journal.counters.openWatches === 1);
		test.server.faults.freeze();
		// The clock stands still, so neither the heartbeat's deadline nor the watch's can be what ends it.
		expect(await cluster.heartbeat(signal)).toMatchObject({
			ok: false,
			error: {kind: 'timeout', message: 'the connection went silent'},
		});
		test.server.faults.thaw();
		test.put('services', 'Service', 'late');
		await test.clock.advanceUntil(() => view.held.length === 1);
		expect(view.held).toEqual(test.held('services'));
	});

	it('stays up while it is idle and pings are answered', async () => {
		const cluster = await test.cluster({pingIntervalMs: 10});
		expect((await cluster.heartbeat(signal)).ok).toBe(true);
		// Ten times the patience of the silence check, in its own time.
		await new Promise(resolve => setTimeout(resolve, 300));
		expect((await cluster.heartbeat(signal)).ok).toBe(true);
		expect(test.server.journal.counters.tlsHandshakes).toBe(1);
	});
});
