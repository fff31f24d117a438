import {describe, expect, it} from 'vitest';
import {adminToken, apiServerForTests, mergePatch} from './api-server-for-tests.ts';

const test = apiServerForTests();

const podPath = '/api/v1/namespaces/shop/pods/db-0';

function putPod(spec: object = {nodeName: 'n1', terminationGracePeriodSeconds: 20}) {
	return test.put('pods', 'Pod', 'db-0', {spec: {containers: [], ...spec}});
}

const pod = () => test.store.get('pods', 'shop', 'db-0');

const deletePod = (body: object = {}, query = '') =>
	test.client.json({method: 'DELETE', path: `${podPath}${query}`, body, token: adminToken});

describe('a DELETE of a pod', () => {
	it('gives the pod its grace period, and answers with the pod', async () => {
		putPod();
		const {status, body} = await deletePod();
		expect({status, kind: body.kind, grace: body.metadata.deletionGracePeriodSeconds}).toEqual({
			status: 200,
			kind: 'Pod',
			grace: 20,
		});
		expect(Date.parse(body.metadata.deletionTimestamp)).toBeGreaterThan(test.clock.nowMs() + 18_999);
		expect(pod()?.metadata.deletionTimestamp).toBe(body.metadata.deletionTimestamp);
	});

	it('is refused when the uid is that of another pod', async () => {
		const {metadata} = putPod();
		expect(await deletePod({preconditions: {uid: 'other'}})).toMatchObject({
			status: 409,
			body: {reason: 'Conflict'},
		});
		expect(pod()?.metadata.deletionTimestamp).toBeUndefined();
		expect((await deletePod({preconditions: {uid: metadata.uid}})).status).toBe(200);
		expect(pod()?.metadata.deletionTimestamp).toBeDefined();
	});

	it('changes nothing in a dry run, and answers with the pod as it would be', async () => {
		putPod();
		const before = pod();
		const {status, body} = await deletePod({}, '?dryRun=All');
		expect({status, isGoing: 'deletionTimestamp' in body.metadata}).toEqual({status: 200, isGoing: true});
		expect(pod()).toBe(before);
		expect((await deletePod({preconditions: {uid: 'other'}}, '?dryRun=All')).status).toBe(409);
	});

	it('removes the pod at once without a grace period, or without a node', async () => {
		putPod();
		await deletePod({gracePeriodSeconds: 0});
		expect(pod()).toBeUndefined();
		putPod({});
		await deletePod();
		expect(pod()).toBeUndefined();
	});

	it('leaves a pod that is going already as it is', async () => {
		putPod();
		await deletePod();
		const going = pod();
		expect((await deletePod()).status).toBe(200);
		expect(pod()).toBe(going);
	});
});

describe('a StatefulSet', () => {
	const path = '/apis/apps/v1/namespaces/shop/statefulsets/db';
	const strategic = {'content-type': 'application/strategic-merge-patch+json'};
	const template = (tag: string, env: readonly object[] = []) => ({
		metadata: {labels: {app: 'db'}},
		spec: {containers: [{name: 'db', image: `registry.example/db:${tag}`, ...(env.length > 0 && {env})}]},
	});

	it('takes the data of a ControllerRevision as it stands, and keeps nothing of the template before', async () => {
		test.put('statefulsets.apps', 'StatefulSet', 'db', {
			spec: {replicas: 3, template: template('2', [{name: 'FAST', value: 'on'}])},
		});
		const data = {spec: {template: {$patch: 'replace', ...template('1')}}};
		const {status, body} = await test.client.json({
			method: 'PATCH',
			path,
			headers: strategic,
			body: data,
			token: adminToken,
		});
		expect({status, generation: body.metadata.generation}).toEqual({status: 200, generation: 2});
		expect(body.spec).toEqual({replicas: 3, template: template('1')});
	});

	it('moves its partition by a JSON Patch with a test of the old one', async () => {
		const updateStrategy = {type: 'RollingUpdate', rollingUpdate: {partition: 4}};
		test.put('statefulsets.apps', 'StatefulSet', 'db', {spec: {updateStrategy}});
		const at = '/spec/updateStrategy/rollingUpdate/partition';
		const move = (from: number, to: number) =>
			test.client.json({
				method: 'PATCH',
				path,
				headers: {'content-type': 'application/json-patch+json'},
				body: [
					{op: 'test', path: at, value: from},
					{op: 'replace', path: at, value: to},
				],
				token: adminToken,
			});
		expect((await move(4, 3)).body.spec.updateStrategy.rollingUpdate.partition).toBe(3);
		expect((await move(4, 2)).status).toBe(422);
	});
});

describe('a DaemonSet', () => {
	it('counts its templates in an annotation that no client can set', async () => {
		test.put('daemonsets.apps', 'DaemonSet', 'agent', {spec: {minReadySeconds: 0, template: {spec: {containers: []}}}});
		const patched = async (body: object) => {
			const answer = await test.client.json({
				method: 'PATCH',
				path: '/apis/apps/v1/namespaces/shop/daemonsets/agent',
				headers: mergePatch,
				body,
				token: adminToken,
			});
			return answer.body.metadata.annotations['deprecated.daemonset.template.generation'];
		};
		expect(await patched({spec: {minReadySeconds: 5}})).toBe('1');
		expect(await patched({spec: {template: {metadata: {labels: {a: 'b'}}}}})).toBe('2');
		const annotations = {'deprecated.daemonset.template.generation': '7'};
		expect(await patched({metadata: {annotations}})).toBe('2');
		expect(await patched({status: {numberReady: 1}})).toBe('2');
	});
});
