import {createServer as createHttpServer} from 'node:http';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {clusterForTests, signal, viewOf} from './support/cluster-for-tests.ts';
import {serviceKind} from './support/kinds.ts';
import {answerJson, caData, clusterOf, kubeconfigText, loadText, scriptedServer} from './support/scripted-server.ts';

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

	it('goes on after a request with a body was given up before its body was sent', async () => {
		const cluster = await test.cluster();
		const watches = Array.from({length: 5}, () => viewOf(cluster, {kind: serviceKind}));
		await test.clock.advanceUntil(() => test.server.journal.counters.openWatches === 5);
		const question = {verb: 'get', group: '', resource: 'pods', subresource: null, namespace: 'shop', name: null};
		const giveUp = new AbortController();
		const answer = cluster.mayI(question, giveUp.signal);
		// Now undici has the request, and the connection has not sent its body yet.
		await new Promise<void>(resolve => process.nextTick(resolve));
		giveUp.abort();
		watches[0]?.stop();
		expect(await answer).toMatchObject({ok: false, error: {kind: 'cancelled'}});
		test.put('services', 'Service', 'late');
		await test.clock.advanceUntil(() => watches[1]?.held.length === 1);
		expect((await cluster.heartbeat(signal)).ok).toBe(true);
	});

	it('is closed when pings are not answered, and pending requests fail before their deadline', async () => {
		const cluster = await test.cluster({pingIntervalMs: 250});
		const view = viewOf(cluster, {kind: serviceKind});
		await test.clock.advanceUntil(() => test.server.journal.counters.openWatches === 1);
		test.server.faults.freeze();
		// The clock stands still: no deadline of the heartbeat or of the watch can end the request.
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
		const server = await scriptedServer((_request, response) => answerJson(response, 200, {gitVersion: 'v1'}));
		const target = await loadText(kubeconfigText({server: server.url, cluster: caData(server)}));
		// On a busy machine one answer takes longer than two intervals of a few milliseconds.
		const cluster = clusterOf(target, {pingIntervalMs: 500});
		expect((await cluster.heartbeat(signal)).ok).toBe(true);
		let pings = 0;
		const fourPings = new Promise<void>(resolve => {
			server.sessions[0]?.on('ping', () => {
				pings += 1;
				if (pings === 4) resolve();
			});
		});
		await fourPings;
		expect((await cluster.heartbeat(signal)).ok).toBe(true);
		expect(server.sessions).toHaveLength(1);
	});

	it('goes through a proxy in a tunnel, with HTTP/2 and the proxy login', async () => {
		const server = await scriptedServer((_request, response) => answerJson(response, 200, {gitVersion: 'v1'}));
		const tunnels: string[] = [];
		const proxy = createHttpServer();
		proxy.on('connect', (request, client: Socket) => {
			tunnels.push(`${request.url} ${request.headers['proxy-authorization']}`);
			const [host, port] = String(request.url).split(':');
			const upstream = connect(Number(port), host, () => {
				client.write('HTTP/1.1 200 Connection established\r\n\r\n');
				upstream.pipe(client).pipe(upstream);
			});
			for (const socket of [client, upstream]) socket.on('error', () => {});
		});
		const {promise, resolve} = Promise.withResolvers<void>();
		proxy.listen(0, '127.0.0.1', resolve);
		await promise;
		onTestFinished(() => void proxy.close());
		const proxyUrl = `http://me:pw@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
		const cluster = {...caData(server), 'proxy-url': proxyUrl};
		const through = clusterOf(await loadText(kubeconfigText({server: server.url, cluster})));
		for (let index = 0; index < 3; index++) expect((await through.heartbeat(signal)).ok).toBe(true);
		const login = Buffer.from('me:pw').toString('base64');
		expect(tunnels).toEqual([`${new URL(server.url).host} Basic ${login}`]);
		expect(server.sessions).toHaveLength(1);
		through.close();
	});

	it('is reported as unreachable when the proxy refuses the tunnel', async () => {
		const proxy = createHttpServer();
		proxy.on('connect', (_request, client: Socket) => client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
		const {promise, resolve} = Promise.withResolvers<void>();
		proxy.listen(0, '127.0.0.1', resolve);
		await promise;
		onTestFinished(() => void proxy.close());
		const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
		const text = kubeconfigText({server: 'https://cluster.example', cluster: {'proxy-url': proxyUrl}});
		const through = clusterOf(await loadText(text));
		expect(await through.heartbeat(signal)).toMatchObject({
			error: {kind: 'unreachable', message: 'the proxy opened no tunnel (407)'},
		});
	});

	it('keeps the path prefix of the server URL', async () => {
		const server = await scriptedServer((_request, response) => answerJson(response, 200, {gitVersion: 'v1'}));
		const text = kubeconfigText({server: `${server.url}/k8s/clusters/c-1/`, cluster: caData(server)});
		expect((await clusterOf(await loadText(text)).heartbeat(signal)).ok).toBe(true);
		expect(server.served[0]?.path).toBe('/k8s/clusters/c-1/version');
	});
});
