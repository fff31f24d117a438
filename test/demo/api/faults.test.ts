import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, it} from 'vitest';
import type {Fault} from '../../../source/demo/api/connection/faults.ts';
import {adminToken, apiServerForTests, mergePatch, rolloutPath, servicesPath} from './api-server-for-tests.ts';
import {createWireClient} from './wire-client.ts';

const test = apiServerForTests();

const pause = () =>
	test.client.json({
		method: 'PATCH',
		path: rolloutPath,
		headers: mergePatch,
		body: {spec: {paused: true}},
		token: adminToken,
	});

const isPaused = () => (test.rollout() as unknown as {spec: {paused: boolean}}).spec.paused;

const watch = () =>
	test.client.send({
		path: `${servicesPath}?watch=1&allowWatchBookmarks=1&resourceVersion=${test.store.resourceVersion}`,
		token: adminToken,
	});

describe('a fault of one request', () => {
	it.each([
		{status: 401, reason: 'Unauthorized'},
		{status: 409, reason: 'Conflict'},
		{status: 410, reason: 'Expired'},
		{status: 500, reason: 'InternalError'},
		{status: 503, reason: 'ServiceUnavailable'},
		{status: 504, reason: 'Timeout'},
	] as const)('answers $status $reason, once', async ({status, reason}) => {
		test.server.faults.inject({kind: 'status', status}, {method: 'GET', path: 'services', times: 1});
		expect((await test.client.json({path: '/version', token: adminToken})).status).toBe(200);
		expect(await test.client.json({path: servicesPath, token: adminToken})).toMatchObject({
			status,
			body: {reason, code: status},
		});
		expect((await test.client.json({path: servicesPath, token: adminToken})).status).toBe(200);
	});

	it('answers 429 with Retry-After, in plain text', async () => {
		test.server.faults.inject({kind: 'status', status: 429, retryAfterSeconds: 7});
		const response = await test.client.send({path: servicesPath, token: adminToken});
		expect(response.status).toBe(429);
		expect(response.headers).toMatchObject({'retry-after': '7', 'content-type': 'text/plain; charset=utf-8'});
	});

	it('forbids a kind in the words of RBAC until it is lifted', async () => {
		const lift = test.server.faults.inject({kind: 'forbidden'}, {path: 'rollouts'});
		expect(await test.client.json({path: rolloutPath, token: adminToken})).toMatchObject({
			status: 403,
			body: {message: expect.stringContaining('User "admin" cannot get resource "rollouts"')},
		});
		lift();
		expect((await test.client.json({path: rolloutPath, token: adminToken})).status).toBe(200);
	});

	it.each([
		{kind: 'cutBeforeCommit', isDone: false},
		{kind: 'cutAfterCommit', isDone: true},
		{kind: 'cutMidReply', isDone: true},
	] as const)('$kind loses the reply, and the object is written: $isDone', async ({kind, isDone}) => {
		test.server.faults.inject({kind}, {method: 'PATCH', times: 1});
		await expect(pause()).rejects.toThrow();
		expect(isPaused()).toBe(isDone);
		expect((await test.client.json({path: rolloutPath, token: adminToken})).status).toBe(200);
	});

	it.each([{kind: 'slow', delayMs: 5_000}, {kind: 'blackHole'}] satisfies Fault[])('%j delays a reply', async fault => {
		test.server.faults.inject(fault, {times: 1});
		let isAnswered = false;
		const reply = test.client.json({path: servicesPath, token: adminToken}).finally(() => {
			isAnswered = true;
		});
		// A later request is answered first, so the first one is really waiting.
		expect((await test.client.json({path: '/version', token: adminToken})).status).toBe(200);
		expect(isAnswered).toBe(false);
		test.clock.advance(5_000);
		if (fault.kind === 'slow') expect((await reply).status).toBe(200);
		else {
			test.client.close();
			await expect(reply).rejects.toThrow();
		}
	});
});

describe('a fault of watches', () => {
	it('ends the streams that it is told to end', async () => {
		const response = await watch();
		test.server.faults.cutWatches('/rollouts');
		test.putServices(1);
		test.server.faults.cutWatches('/services');
		expect(await response.text()).toContain('"type":"ADDED"');
	});

	it('sends an ERROR event and a line that is no JSON', async () => {
		const response = await watch();
		test.server.faults.sendWatchError();
		test.server.faults.sendMalformedLine();
		test.server.faults.cutWatches();
		const [error = '', malformed = ''] = (await response.text()).split('\n');
		expect(JSON.parse(error)).toMatchObject({type: 'ERROR', object: {code: 410, reason: 'Expired'}});
		expect(() => JSON.parse(malformed)).toThrow(SyntaxError);
	});

	it('keeps a silenced watch open and sends it nothing, not even bookmarks', async () => {
		const silent = await watch();
		test.server.faults.silenceWatches();
		const other = await watch();
		test.putServices(1);
		test.clock.advance(60_000);
		test.server.faults.cutWatches();
		expect((await other.text()).match(/"type":"\w+"/g)).toEqual(['"type":"ADDED"', '"type":"BOOKMARK"']);
		let isHeard = false;
		void silent
			.lines()
			.next()
			.catch(() => {})
			.then(() => {
				isHeard = true;
			});
		// An answer on the same connection comes after whatever the silent watch was sent before.
		await test.client.json({path: '/version', token: adminToken});
		expect(isHeard).toBe(false);
	});
});

describe('a fault of the connection', () => {
	it('refuses connections until the server is up again, on the same port', async () => {
		await test.client.json({path: '/version', token: adminToken});
		await test.server.faults.down();
		await expect(test.client.json({path: '/version', token: adminToken})).rejects.toThrow();
		const second = createWireClient(test.address);
		await expect(second.json({path: '/version', token: adminToken})).rejects.toThrow();
		await test.server.faults.up();
		const third = createWireClient(test.address);
		expect((await third.json({path: '/version', token: adminToken})).status).toBe(200);
		third.close();
	});

	it('answers nothing while frozen, not even a ping, and goes on after the thaw', async () => {
		await test.client.json({path: '/version', token: adminToken});
		test.server.faults.freeze();
		let isAnswered = false;
		const ping = new Promise<void>((resolve, reject) => {
			test.client.session.ping(error => (error === null ? resolve() : reject(error)));
		}).then(() => {
			isAnswered = true;
		});
		const late = test.client.json({path: '/version', token: adminToken});
		// Other connections of this process come and go; the frozen one stays silent.
		const probe = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
		await new Promise(resolve => probe.once('listening', resolve));
		for (let round = 0; round < 20; round++) {
			await fetch(`http://127.0.0.1:${(probe.address() as AddressInfo).port}`).then(response => response.text());
		}
		expect(isAnswered).toBe(false);
		expect(test.server.journal.counters.requests).toBe(1);
		test.server.faults.thaw();
		await ping;
		expect((await late).status).toBe(200);
		probe.closeAllConnections();
		probe.close();
	});
});
