import {request as httpsRequest} from 'node:https';
import {describe, expect, it} from 'vitest';
import {adminToken, apiServerForTests, mergePatch, rolloutPath, servicesPath} from './api-server-for-tests.ts';

const test = apiServerForTests();

describe('the API server answers', () => {
	it.each([
		{user: 'demo-shop-viewer', path: servicesPath, status: 200},
		{user: 'demo-shop-viewer', path: '/api/v1/services', status: 403},
		{user: 'demo-shop-viewer', path: '/api/v1/namespaces/default/services', status: 403},
		{user: 'demo-viewer', path: '/api/v1/services', status: 200},
		{user: 'demo-viewer', method: 'PATCH', path: rolloutPath, status: 403},
		{user: 'demo-operator', method: 'PATCH', path: rolloutPath, status: 200},
		{user: 'demo-operator', method: 'DELETE', path: rolloutPath, status: 403},
		{user: 'demo-admin', path: '/api/v1/services', headers: {'impersonate-user': 'shop-viewer'}, status: 403},
		{user: undefined, path: '/version', status: 200},
		{user: undefined, path: '/apis', status: 403},
	])('$user $method $path with $status', async ({user, method = 'GET', path, headers = {}, status}) => {
		const body = method === 'PATCH' ? {} : undefined;
		const sent = {
			method,
			path,
			headers: {...(body ? mergePatch : {}), ...headers},
			body,
			...(user ? {token: user} : {}),
		};
		expect((await test.client.send(sent)).status).toBe(status);
	});
});

describe('the connection', () => {
	it('speaks HTTP/1.1 as well, watches included', async () => {
		const path = `${servicesPath}?watch=1&resourceVersion=${test.store.resourceVersion}`;
		const options = {ca: test.address.caPem, headers: {authorization: `Bearer ${adminToken}`}, agent: false} as const;
		const {promise, resolve, reject} = Promise.withResolvers<string>();
		const request = httpsRequest(`${test.address.url}${path}`, options, response => {
			// The headers arrive before any change is made.
			test.putServices(1);
			response.once('data', chunk => resolve(`${response.httpVersion} ${response.statusCode} ${String(chunk)}`));
		}).on('error', reject);
		request.end();
		expect(await promise).toMatch(/^1\.1 200 \{"type":"ADDED"/);
		request.destroy();
	});

	it('counts handshakes and requests, and skews its Date', async () => {
		test.server.setDateSkew(3_600_000);
		await test.client.json({path: '/version', token: adminToken});
		const {headers} = await test.client.json({path: '/version', token: adminToken});
		expect(headers.date).toBe('Sat, 21 Nov 2026 08:39:59 GMT');
		expect(test.server.journal.counters).toMatchObject({requests: 2, tlsHandshakes: 1});
		expect(test.server.journal.entries.at(-1)).toMatchObject({
			method: 'GET',
			path: '/version',
			user: 'admin',
			status: 200,
		});
	});

	it('writes a kubeconfig for every user', () => {
		const text = test.server.kubeconfig('viewer');
		expect(text).toContain(`server: ${test.address.url}`);
		expect(text).toContain('current-context: demo\n');
		expect(text).toMatch(/- name: demo\n {4}context:\n {6}cluster: demo\n {6}user: viewer\n/);
	});
});
