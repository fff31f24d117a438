import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, it} from 'vitest';
import {adminToken, apiServerForTests, servicesPath} from './api-server-for-tests.ts';

const test = apiServerForTests();

describe('the service proxy', () => {
	const proxy = (name: string, rest = '/api/v1/query?query=up') => `${servicesPath}/${name}/proxy${rest}`;

	it('forwards to the backend without the credentials, and gives back its answer', async () => {
		const seen: string[] = [];
		const backend = createServer((request, response) => {
			seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
			response.writeHead(422, {'content-type': 'text/x-demo'}).end('said');
		}).listen(0, '127.0.0.1');
		await new Promise(resolve => backend.once('listening', resolve));
		test.putServices(1);
		const name = 's0';
		test.backends.set(`shop/${name}:9090`, {url: `http://127.0.0.1:${(backend.address() as AddressInfo).port}`});
		for (const id of [`http:${name}:9090`, `${name}:http`, name]) {
			const response = await test.client.send({path: proxy(id), token: adminToken});
			expect([response.status, response.headers['content-type'], await response.text()]).toEqual([
				422,
				'text/x-demo',
				'said',
			]);
		}
		expect(new Set(seen)).toEqual(new Set(['GET /api/v1/query?query=up undefined']));
		backend.closeAllConnections();
		backend.close();
		await new Promise(resolve => backend.once('close', resolve));
		expect((await test.client.json({path: proxy(name), token: adminToken})).status).toBe(503);
	});

	it('says what is missing: the service, its port, its endpoints, the right', async () => {
		test.putServices(1);
		const name = 's0';
		const ask = async (path: string, user = adminToken, method = 'GET') => {
			const {status, body} = await test.client.json({method, path, token: user});
			return `${status} ${body.message}`;
		};
		expect(await ask(proxy('none:80'))).toBe('404 services "none" not found');
		expect(await ask(proxy(`${name}:81`))).toBe(`503 no service port "81" found for service "${name}:81"`);
		expect(await ask(proxy(name))).toBe(`503 no endpoints available for service "${name}"`);
		expect(await ask(proxy(name), 'demo-viewer')).toContain('cannot get resource "services/proxy"');
		expect(await ask(proxy(name), 'demo-operator', 'POST')).toContain('cannot create resource "services/proxy"');
	});
});
