import {describe, expect, it} from 'vitest';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {adminToken, apiServerForTests, servicesPath} from './api-server-for-tests.ts';

const test = apiServerForTests();

describe('paging', () => {
	it('shows one snapshot on all pages, whatever happens meanwhile', async () => {
		test.putServices(7);
		const names: string[] = [];
		let pageToken = '';
		do {
			const {body} = await test.client.json({path: `${servicesPath}?limit=3&continue=${pageToken}`, token: adminToken});
			names.push(...body.items.map(({metadata}: KubeObject) => metadata.name));
			pageToken = body.metadata.continue ?? '';
			test.store.remove('services', 'shop', `s${names.length}`);
			test.put('services', 'Service', `s${names.length}x`);
		} while (pageToken !== '');
		expect(names).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6']);
	});

	it('answers 410 with a token that goes on regardless when the snapshot expired', async () => {
		test.putServices(4);
		const first = await test.client.json({path: `${servicesPath}?limit=2`, token: adminToken});
		test.store.remove('services', 'shop', 's3');
		test.store.expireHistory();
		const second = await test.client.json({
			path: `${servicesPath}?limit=2&continue=${first.body.metadata.continue}`,
			token: adminToken,
		});
		expect(second).toMatchObject({status: 410, body: {reason: 'Expired', code: 410}});
		const third = await test.client.json({
			path: `${servicesPath}?limit=2&continue=${second.body.metadata.continue}`,
			token: adminToken,
		});
		expect(third.body.items.map(({metadata}: KubeObject) => metadata.name)).toEqual(['s2']);
	});

	it('lists every namespace, and pages across them', async () => {
		test.putServices(2);
		const metadata = {name: 's0', namespace: 'default'};
		test.store.create('services', {apiVersion: 'v1', kind: 'Service', metadata}, {manager: 'test'});
		const first = await test.client.json({path: '/api/v1/services?limit=2', token: adminToken});
		const second = await test.client.json({
			path: `/api/v1/services?continue=${first.body.metadata.continue}`,
			token: adminToken,
		});
		const seen = [...first.body.items, ...second.body.items].map(
			({metadata: {namespace, name}}) => `${namespace}/${name}`,
		);
		expect(seen).toEqual(['default/s0', 'shop/s0', 'shop/s1']);
	});
});

describe('a watch', () => {
	it('turns a change of labels into ADDED and DELETED for a selector', async () => {
		const path = `${servicesPath}?watch=1&labelSelector=app%3Dweb&resourceVersion=${test.store.resourceVersion}`;
		const response = await test.client.send({path, token: adminToken});
		const lines = response.lines();
		const relabel = (app: string) => {
			const service = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'a', namespace: 'shop', labels: {app}}};
			test.store.replace('services', service, {manager: 'test'});
		};
		test.put('services', 'Service', 'a', {labels: {app: 'api'}});
		relabel('web');
		relabel('api');
		const seen = [(await lines.next()).value, (await lines.next()).value];
		expect(seen).toMatchObject([
			{type: 'ADDED', object: {metadata: {labels: {app: 'web'}, resourceVersion: '5'}}},
			{type: 'DELETED', object: {metadata: {labels: {app: 'web'}, resourceVersion: '6'}}},
		]);
		response.hangUp();
	});

	it('sends a bookmark each minute and one before the end', async () => {
		const path = `${servicesPath}?watch=1&allowWatchBookmarks=1&timeoutSeconds=100&resourceVersion=${test.store.resourceVersion}`;
		const response = await test.client.send({path, token: adminToken});
		test.clock.advance(60_000);
		test.putServices(1);
		test.clock.advance(40_000);
		const types = (await response.text())
			.trim()
			.split('\n')
			.map(line => JSON.parse(line));
		expect(types).toMatchObject([
			{type: 'BOOKMARK', object: {kind: 'Service', metadata: {resourceVersion: '3'}}},
			{type: 'ADDED'},
			{type: 'BOOKMARK', object: {kind: 'Service', metadata: {resourceVersion: '4'}}},
		]);
	});

	it('starts with the existing objects when no resourceVersion is given', async () => {
		test.putServices(2);
		const response = await test.client.send({path: `${servicesPath}?watch=true&timeoutSeconds=5`, token: adminToken});
		test.clock.advance(5_000);
		const lines = (await response.text())
			.trim()
			.split('\n')
			.map(line => JSON.parse(line));
		expect(lines).toMatchObject([{type: 'ADDED'}, {type: 'ADDED'}]);
	});

	it('sends rows of a table to kubectl, and the columns with the first', async () => {
		test.putServices(2);
		const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
		const response = await test.client.send({
			path: `${servicesPath}?watch=true&timeoutSeconds=5`,
			headers: {accept},
			token: adminToken,
		});
		test.clock.advance(5_000);
		const [first, second] = (await response.text())
			.trim()
			.split('\n')
			.map(line => JSON.parse(line));
		expect(first.object.columnDefinitions[0].name).toBe('Name');
		expect(second.object).toMatchObject({kind: 'Table', columnDefinitions: null});
		expect(second.object.rows[0].cells[0]).toBe('s1');
		expect(second.object.rows[0].cells).toHaveLength(first.object.columnDefinitions.length);
	});

	it('ends the subscription when the client hangs up', async () => {
		const response = await test.client.send({path: `${servicesPath}?watch=1&resourceVersion=1`, token: adminToken});
		expect(test.server.journal.counters.openWatches).toBe(1);
		response.hangUp();
		await expect.poll(() => test.server.journal.counters.openWatches).toBe(0);
	});
});
