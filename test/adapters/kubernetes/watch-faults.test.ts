import {describe, expect, it} from 'vitest';
import {failure as statusBody} from '../../../source/demo/api/status.ts';
import {clusterForTests} from './support/cluster-for-tests.ts';
import {watchingOf} from './support/watching.ts';

const test = clusterForTests();
const {watches, lists, watching, expectSynced} = watchingOf(test);

describe('a watch', () => {
	it.each([401, 409, 410, 429, 500, 503, 504] as const)('comes back after status %i', async status => {
		const {view} = await watching();
		const lift = test.server.faults.inject({kind: 'status', status});
		test.server.faults.cutWatches();
		const before = test.server.journal.counters.requests;
		await test.clock.advanceUntil(() => test.server.journal.counters.requests >= before + 3);
		await test.clock.advanceUntil(() => view.last === 'failing');
		lift();
		await expectSynced(view);
		expect(view.last).not.toBe('failing');
	});

	it.each(['cutBeforeCommit', 'cutMidReply'] as const)('comes back after %s', async kind => {
		const {view} = await watching();
		test.server.faults.inject({kind}, {times: 3});
		test.server.faults.cutWatches();
		await expectSynced(view);
	});

	it('comes back after the server was down', async () => {
		const {view} = await watching();
		await test.server.faults.down();
		await test.clock.advanceUntil(() => view.count('failing') >= 3);
		expect(view.updates.at(-1)).toMatchObject({kind: 'failing', error: {kind: 'unreachable', status: null}});
		await test.server.faults.up();
		await expectSynced(view);
	});

	it('comes back after the connection went silent', async () => {
		const {view} = await watching();
		test.server.faults.freeze();
		test.put('services', 'Service', 'unheard');
		await test.clock.advanceUntil(() => view.last === 'failing');
		test.server.faults.thaw();
		await expectSynced(view);
	});

	it('reopens a stream that is silent for 150 s, and lists anew when the next stream is silent too', async () => {
		const {view} = await watching();
		test.server.faults.silenceWatches();
		test.put('services', 'Service', 'unheard');
		await test.clock.advanceUntil(() => watches() === 2, 5_000);
		expect(lists()).toBe(1);
		await test.clock.advanceUntil(() => view.held.length === 2);
		test.server.faults.silenceWatches();
		await test.clock.advanceUntil(() => watches() === 3, 5_000);
		test.server.faults.silenceWatches();
		await test.clock.advanceUntil(() => lists() === 2, 5_000);
		await expectSynced(view);
	});

	it('resumes a broken stream without a list, and reports no failure', async () => {
		const {view} = await watching();
		test.server.faults.cutWatches();
		test.put('services', 'Service', 'missed');
		await expectSynced(view);
		expect(lists()).toBe(1);
		expect(view.count('failing')).toBe(0);
	});

	it.each([
		['an expired resourceVersion', undefined],
		['another ERROR', statusBody(500, 'storage is on fire')],
	] as const)('lists anew after %s', async (_what, body) => {
		const {view} = await watching();
		test.server.faults.sendWatchError(undefined, body);
		await test.clock.advanceUntil(() => lists() === 2);
		await expectSynced(view);
	});

	it('lists anew after a line that is not JSON', async () => {
		const {view} = await watching();
		test.server.faults.sendMalformedLine();
		await test.clock.advanceUntil(() => lists() === 2);
		await expectSynced(view);
	});

	it('lists anew when the history has expired meanwhile', async () => {
		const {view} = await watching();
		await test.server.faults.down();
		await test.clock.advanceUntil(() => view.count('failing') >= 1);
		test.put('services', 'Service', 'meanwhile');
		test.store.expireHistory();
		await test.server.faults.up();
		await expectSynced(view);
	});
});
