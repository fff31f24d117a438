import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {jsonPatch, refuseLocally} from '../../../source/adapters/kubernetes/http/request-policy.ts';
import {clusterForTests, signal, viewOf} from './support/cluster-for-tests.ts';
import {serviceKind} from './support/kinds.ts';

const test = clusterForTests();
const ref = {kindId: 'rollouts.argoproj.io', namespace: 'shop', name: 'checkout'};

const reviews = [
	'/apis/authentication.k8s.io/v1/selfsubjectreviews',
	'/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
	'/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
];

describe('the request policy', () => {
	it('lets only GETs and reviews reach the server of a read-only session, whatever is called', async () => {
		test.put('rollouts.argoproj.io', 'Rollout', 'checkout', {spec: {paused: false}});
		const cluster = await test.cluster({isReadOnly: true});
		const view = viewOf(cluster, {kind: serviceKind});
		const patch = [{op: 'add', path: '/spec/paused', value: true}] as const;
		for (const isDryRun of [true, false]) {
			for (const subresource of ['status', null] as const) {
				expect(await cluster.patch({ref, subresource, patch, isDryRun, intentId: 'i'}, signal)).toMatchObject({
					error: {kind: 'notSent', message: expect.stringContaining('read-only')},
				});
			}
		}
		const event = {about: ref, aboutUid: 'u', reason: 'r', message: 'm', isWarning: false, intentId: 'i'};
		expect(await cluster.postEvent(event, signal)).toMatchObject({error: {kind: 'refusedLocally'}});
		expect(await cluster.identify(signal)).toMatchObject({ok: true, value: {user: 'admin'}});
		const question = {
			verb: 'patch',
			group: 'argoproj.io',
			resource: 'rollouts',
			subresource: null,
			namespace: 'shop',
			name: null,
		};
		expect(await cluster.mayI(question, signal)).toEqual({ok: true, value: true});
		expect(await cluster.read(ref, signal)).toMatchObject({ok: true});
		await test.clock.advanceUntil(() => view.count('listed') === 1);
		const sent = test.server.journal.entries.filter(({method}) => method !== 'GET');
		expect(sent.map(({method, path}) => `${method} ${path}`)).toEqual([`POST ${reviews[0]}`, `POST ${reviews[1]}`]);
		expect(cluster.target.isReadOnly).toBe(true);
	});

	it('allows a read-only session only GETs and reviews, for every method and path', () => {
		const path = fc.oneof(fc.constantFrom(...reviews), fc.constant('/api/v1/namespaces/shop/events'), fc.webPath());
		const method = fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'HEAD', 'get', 'OPTIONS');
		const contentType = fc.constantFrom(jsonPatch, 'application/json', null);
		fc.assert(
			fc.property(path, method, contentType, (path, method, contentType) => {
				const isAllowed = refuseLocally({path, method, contentType, isReadOnly: true}) === null;
				expect(isAllowed).toBe(method === 'GET' || (method === 'POST' && reviews.includes(path)));
			}),
		);
	});

	it('allows a session with writes only JSON Patches and Events besides', () => {
		const events = '/api/v1/namespaces/shop/events';
		const isAllowed = (method: string, path: string, contentType: string | null = null) =>
			refuseLocally({path, method, contentType, isReadOnly: false}) === null;
		expect(isAllowed('PATCH', '/x', jsonPatch)).toBe(true);
		expect(isAllowed('POST', events)).toBe(true);
		for (const type of ['application/merge-patch+json', 'application/apply-patch+yaml', 'application/json', null]) {
			expect(isAllowed('PATCH', '/x', type)).toBe(false);
		}
		for (const method of ['PUT', 'DELETE']) expect(isAllowed(method, events, jsonPatch)).toBe(false);
		expect(isAllowed('POST', '/api/v1/namespaces/shop/pods')).toBe(false);
		expect(isAllowed('POST', '/api/v1/namespaces/shop/services/http:prometheus:9090/proxy/api/v1/query')).toBe(false);
	});
});
