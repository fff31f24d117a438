import {describe, expect, it} from 'vitest';
import {createLoadtester} from '../../../source/demo/api/connection/loadtester.ts';
import {adminToken, apiServerForTests} from './api-server-for-tests.ts';

const test = apiServerForTests();
const path = '/api/v1/namespaces/shop/services/http:flagger-loadtester:80/proxy';
const hook = 'http://flagger-loadtester.shop/gate/check';

function install() {
	const loadtester = createLoadtester('flagger-loadtester.shop');
	test.put('services', 'Service', 'flagger-loadtester', {spec: {ports: [{name: 'http', port: 80}]}});
	test.backends.set('shop/flagger-loadtester:80', {answer: loadtester.answer});
	return loadtester;
}

async function post(rest: string, name = 'reviews', token = adminToken): Promise<number> {
	const body = JSON.stringify({name, namespace: 'shop'});
	const response = await test.client.send({method: 'POST', path: path + rest, token, body});
	await response.text();
	return response.status;
}

describe('the loadtester behind the service proxy', () => {
	it('has its gates closed at first, one for each Canary, and another for rollbacks', async () => {
		install();
		expect(await post('/gate/check')).toBe(403);
		expect(await post('/gate/open')).toBe(202);
		expect(await post('/gate/check')).toBe(200);
		expect(await post('/gate/check', 'wishlist')).toBe(403);
		expect(await post('/rollback/check')).toBe(403);
		expect(await post('/rollback/open')).toBe(202);
		expect(await post('/gate/close')).toBe(202);
		expect(await post('/gate/check')).toBe(403);
		expect(await post('/rollback/check')).toBe(200);
	});

	it('answers Flagger by the same gates, and leaves them open however often it asks', async () => {
		const loadtester = install();
		const ask = () => loadtester.status(hook, {name: 'reviews', namespace: 'shop'});
		expect(ask()).toBe(403);
		await post('/gate/open');
		expect([ask(), ask(), ask()]).toEqual([200, 200, 200]);
	});

	it('knows only its own name', () => {
		const loadtester = createLoadtester('flagger-loadtester.shop');
		expect(loadtester.status('http://elsewhere.shop/gate/check', {name: 'a', namespace: 'shop'})).toBeUndefined();
	});

	it('refuses a body that is no JSON', async () => {
		install();
		const response = await test.client.send({method: 'POST', path: `${path}/gate/open`, token: adminToken, body: 'no'});
		expect([response.status, await response.text()]).toEqual([400, '']);
	});
});
