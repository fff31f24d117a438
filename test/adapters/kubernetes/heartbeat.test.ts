import {describe, expect, it} from 'vitest';
import {clusterForTests, signal} from './support/cluster-for-tests.ts';
import {answerJson, caData, clusterOf, kubeconfigText, loadText, scriptedServer} from './support/scripted-server.ts';

const test = clusterForTests();

describe('a heartbeat', () => {
	const services = {kindId: 'services', namespace: null};

	it("lists one stored object, and accepts no answer from the server's cache", async () => {
		const cluster = await test.cluster();
		await cluster.inventory(signal);
		expect(await cluster.heartbeat(signal, services)).toMatchObject({ok: true});
		expect(await cluster.heartbeat(signal, {...services, namespace: 'shop'})).toMatchObject({ok: true});
		expect(await cluster.heartbeat(signal, {kindId: 'rollouts.argoproj.io', namespace: null})).toMatchObject({
			ok: true,
		});
	});

	it('fails while the storage does not answer, though /version does', async () => {
		const asked: string[] = [];
		const server = await scriptedServer(({path}, response) => {
			asked.push(path);
			if (path === '/version') answerJson(response, 200, {gitVersion: 'v1.34.0'});
			else if (path === '/api') answerJson(response, 200, {kind: 'APIVersions', versions: ['v1']});
			else if (path === '/apis') answerJson(response, 200, {kind: 'APIGroupList', groups: []});
			else if (path === '/api/v1')
				answerJson(response, 200, {kind: 'APIResourceList', resources: [{name: 'services'}]});
			// The storage is gone: the server waits for it.
		});
		const cluster = clusterOf(await loadText(kubeconfigText({server: server.url, cluster: caData(server)})));
		expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
		const deadline = new AbortController();
		const beat = cluster.heartbeat(deadline.signal, services);
		await expect.poll(() => asked.at(-1)).toMatch(/^\/api\/v1\/services/);
		expect(asked.at(-1)).not.toContain('resourceVersion');
		deadline.abort();
		expect(await beat).toMatchObject({ok: false});
	});

	it('asks for /version where perch may no longer list the kind', async () => {
		const cluster = await test.cluster();
		await cluster.inventory(signal);
		test.server.faults.inject({kind: 'forbidden'}, {path: '/services'});
		expect(await cluster.heartbeat(signal, services)).toMatchObject({ok: true});
	});

	it.each([500, 503, 504] as const)('fails where the storage fails with %i', async status => {
		const cluster = await test.cluster();
		await cluster.inventory(signal);
		test.server.faults.inject({kind: 'status', status}, {path: '/services'});
		expect(await cluster.heartbeat(signal, services)).toMatchObject({ok: false, error: {status}});
	});
});
