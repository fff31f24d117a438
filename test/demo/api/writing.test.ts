import {describe, expect, it} from 'vitest';
import {adminToken, apiServerForTests, mergePatch, rolloutPath, servicesPath} from './api-server-for-tests.ts';

const test = apiServerForTests();

describe('the API server', () => {
	const patch = (path: string, body: unknown, headers: Record<string, string> = mergePatch) =>
		test.client.json({method: 'PATCH', path, headers, body, token: adminToken});
	const live = () => test.rollout();

	it('changes the status through /status alone, and the rest through the object alone', async () => {
		const body = {spec: {paused: true}, status: {abort: true}};
		await patch(`${rolloutPath}/status`, body);
		expect(live()).toMatchObject({spec: {paused: false}, status: {abort: true}});
		await patch(rolloutPath, {...body, status: {abort: false}});
		expect(live()).toMatchObject({spec: {paused: true}, status: {abort: true}});
	});

	it('names the manager after fieldManager, else after the User-Agent', async () => {
		await patch(`${rolloutPath}?fieldManager=me`, {spec: {replicas: 3}});
		await patch(rolloutPath, {spec: {paused: true}}, {...mergePatch, 'user-agent': 'perch/1.0 intent=x'});
		const managers = live()?.metadata.managedFields as {manager: string}[];
		expect(managers.map(({manager}) => manager)).toEqual(['test', 'me', 'perch']);
	});

	it('refuses a value that the schema forbids, and names the field', async () => {
		const {status, body} = await patch(rolloutPath, {spec: {paused: 'yes'}});
		expect({status, causes: body.details.causes}).toEqual({
			status: 422,
			causes: [
				{
					reason: 'FieldValueTypeInvalid',
					message: 'Invalid value: "string": spec.paused in body must be of type boolean: "string"',
					field: 'spec.paused',
				},
			],
		});
	});

	it('scales through /scale', async () => {
		const {body} = await patch(`${rolloutPath}/scale`, {spec: {replicas: 5}});
		expect(body).toMatchObject({kind: 'Scale', spec: {replicas: 5}});
		expect(live()).toMatchObject({spec: {replicas: 5, paused: false}});
	});

	it('takes PUT with the current resourceVersion only', async () => {
		const current = live();
		const send = (metadata: object) =>
			test.client.json({
				method: 'PUT',
				path: rolloutPath,
				body: {...current, metadata: {...current?.metadata, ...metadata}},
				token: adminToken,
			});
		expect((await send({resourceVersion: ''})).status).toBe(422);
		expect((await send({resourceVersion: '1'})).status).toBe(409);
		expect((await send({labels: {a: 'b'}})).status).toBe(200);
		expect(live()?.metadata.labels).toEqual({a: 'b'});
	});

	it('keeps the identity: another uid is a conflict, another name a bad request', async () => {
		expect(await patch(rolloutPath, {metadata: {uid: 'other'}})).toMatchObject({
			status: 409,
			body: {reason: 'Conflict'},
		});
		expect(await patch(rolloutPath, {metadata: {name: 'other'}})).toMatchObject({
			status: 400,
			body: {reason: 'BadRequest'},
		});
	});

	it('stores nothing in a dry run, and refuses other values of dryRun', async () => {
		const before = live();
		expect((await patch(`${rolloutPath}?dryRun=All`, {spec: {replicas: 9}})).body.spec.replicas).toBe(9);
		expect(
			(await test.client.json({method: 'DELETE', path: `${rolloutPath}?dryRun=All`, token: adminToken})).status,
		).toBe(200);
		expect((await patch(`${rolloutPath}?dryRun=Some`, {spec: {replicas: 9}})).status).toBe(422);
		expect(live()).toBe(before);
	});

	it.each([
		{name: 'taken', path: '/rollouts', object: {metadata: {name: 'checkout'}}, status: 409, reason: 'AlreadyExists'},
		{name: 'without a name', path: '/rollouts', object: {metadata: {}}, status: 422, reason: 'Invalid'},
		{
			name: 'of another namespace',
			path: '/rollouts',
			object: {metadata: {name: 'x', namespace: 'pay'}},
			status: 400,
			reason: 'BadRequest',
		},
		{
			name: 'of another kind',
			path: '/rollouts',
			object: {kind: 'Pod', metadata: {name: 'x'}},
			status: 400,
			reason: 'BadRequest',
		},
	])('refuses to create an object $name', async ({path, object, status, reason}) => {
		const body = {apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', ...object};
		const response = await test.client.json({
			method: 'POST',
			path: `/apis/argoproj.io/v1alpha1/namespaces/shop${path}`,
			body,
			token: adminToken,
		});
		expect(response).toMatchObject({status, body: {reason}});
	});

	it('refuses a namespace that is not there, a malformed body, and a method that is not offered', async () => {
		const body = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'x'}};
		const post = (path: string, sent: unknown) =>
			test.client.json({method: 'POST', path, body: sent, token: adminToken});
		expect(await post('/api/v1/namespaces/nowhere/services', body)).toMatchObject({
			status: 404,
			body: {message: 'namespaces "nowhere" not found'},
		});
		expect(await post(servicesPath, '{')).toMatchObject({status: 400, body: {reason: 'BadRequest'}});
		expect(await post(`${servicesPath}/x`, body)).toMatchObject({status: 405, body: {reason: 'MethodNotAllowed'}});
	});

	it('deletes with a precondition', async () => {
		const remove = (uid: string | undefined) =>
			test.client.json({method: 'DELETE', path: rolloutPath, body: {preconditions: {uid}}, token: adminToken});
		expect((await remove('other')).status).toBe(409);
		expect(await remove(live()?.metadata.uid)).toMatchObject({status: 200, body: {status: 'Success'}});
		expect(live()).toBeUndefined();
	});

	it('serves one object in every version of its group', async () => {
		test.put('virtualservices.networking.istio.io', 'VirtualService', 'v', {spec: {hosts: ['v']}});
		for (const version of ['v1', 'v1beta1', 'v1alpha3']) {
			const path = `/apis/networking.istio.io/${version}/namespaces/shop/virtualservices/v`;
			expect((await test.client.json({path, token: adminToken})).body.apiVersion).toBe(
				`networking.istio.io/${version}`,
			);
		}
	});
});
