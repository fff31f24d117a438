import {expect, it} from 'vitest';
import type {WatchedKind} from '../../../source/domain/cluster/kube-object.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import {releaseBackends} from '../../../source/releases/registry.ts';
import {clusterForTests, signal} from './support/cluster-for-tests.ts';

const test = clusterForTests();
const kinds = [
	...new Map(
		releaseBackends.flatMap(backend => backend.kinds.map((kind): [string, WatchedKind] => [kind.id, kind])),
	).values(),
];

it('every write names perch as its field manager, which Flux does not take over, and no write is forced', async () => {
	const cluster = await test.cluster({kinds});
	const ref = (kindId: string) => ({kindId, namespace: 'shop', name: 'checkout'});
	for (const {id} of kinds) {
		for (const subresource of [null, 'status'] as const) {
			for (const isDryRun of [true, false]) {
				const patch = [{op: 'add', path: '/metadata/labels', value: {}}] as const;
				await cluster.patch({ref: ref(id), subresource, patch, isDryRun, intentId: 'i'}, signal);
			}
		}
	}
	const event = {
		about: ref('rollouts.argoproj.io'),
		aboutUid: 'u',
		reason: 'PerchAction',
		isWarning: false,
		intentId: 'i',
	};
	await cluster.postEvent({...event, message: safe`done`}, signal);
	await cluster.remove({ref: ref('pods'), uid: 'u', isDryRun: false, intentId: 'i'}, signal);
	const path = '/api/v1/namespaces/shop/services/http:flagger-loadtester:80/proxy/gate/open';
	await cluster.post({path, body: {}, intentId: 'i'}, signal);

	const writes = test.server.journal.entries.filter(({method}) => method !== 'GET');
	const queryOf = (at: string) => new URLSearchParams(at.split('?')[1] ?? '');
	const named = writes.filter(({method, path: at}) => method === 'PATCH' || at.includes('/events'));
	expect(named.length).toBeGreaterThan(40);
	for (const {path: at} of named) {
		expect([at, queryOf(at).get('fieldManager')]).toEqual([at, 'perch']);
		expect(queryOf(at).get('fieldManager')?.startsWith('kubectl')).toBe(false);
	}
	for (const {path: at} of writes) expect([at, queryOf(at).has('force')]).toEqual([at, false]);
	expect(writes.length - named.length).toBe(2);
});
