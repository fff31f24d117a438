import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {loadKubeTarget} from '../../../source/adapters/kubernetes/kubeconfig/kubeconfig.ts';
import {signal} from './support/cluster-for-tests.ts';
import {answerJson, clusterOf, kubeconfigText, scriptedServer, testFolder} from './support/scripted-server.ts';
import {createTestClock} from './support/test-clock.ts';

const podEnv = {KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443'};

function pod(
	files: Readonly<Record<string, string>> = {token: 'pod-token\n', namespace: 'shop', 'ca.crt': 'authority'},
) {
	const folder = testFolder();
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	return {
		folder,
		load: (options: Partial<Parameters<typeof loadKubeTarget>[0]> = {}) =>
			loadKubeTarget({
				kubeconfigPath: null,
				contextName: null,
				env: podEnv,
				homeFolder: folder,
				serviceAccountFolder: folder,
				...options,
			}),
	};
}

describe('in a pod without a kubeconfig perch', () => {
	it('reaches the cluster of the pod, as its service account, in its namespace', async () => {
		expect(await pod().load()).toMatchObject({
			ok: true,
			value: {
				context: 'in-cluster',
				server: 'https://10.96.0.1',
				namespace: 'shop',
				tls: {ca: 'authority', isVerified: true},
				isInsecure: false,
				proxy: {kind: 'direct'},
			},
		});
	});

	it('follows an IPv6 address, another port and POD_NAMESPACE', async () => {
		const env = {
			KUBERNETES_SERVICE_HOST: 'fd00::1',
			KUBERNETES_SERVICE_PORT: '6443',
			POD_NAMESPACE: 'site',
			HTTPS_PROXY: 'http://proxy:3128',
		};
		expect(await pod().load({env})).toMatchObject({
			ok: true,
			value: {server: 'https://[fd00::1]:6443', namespace: 'site', proxy: {kind: 'http'}},
		});
	});

	it('starts without an authority and without a namespace', async () => {
		expect(await pod({token: 't'}).load()).toMatchObject({ok: true, value: {namespace: 'default', tls: {ca: null}}});
	});

	it('reports a missing token, or the missing kubeconfig outside of a pod', async () => {
		expect(await pod({}).load()).toMatchObject({ok: false, error: expect.stringContaining('no service account token')});
		expect(await pod().load({env: {}})).toMatchObject({
			ok: false,
			error: expect.stringContaining('No kubeconfig found'),
		});
	});

	it('reads the token again after it was rotated', async () => {
		const server = await scriptedServer((_request, response) => answerJson(response, 200, {gitVersion: 'v1'}));
		const {hostname, port} = new URL(server.url);
		const {folder, load} = pod({token: 'first', 'ca.crt': server.caPem});
		const clock = createTestClock();
		const target = await load({env: {KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port}});
		const cluster = clusterOf(target, {clock});
		const sent = async () => {
			expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
			return server.served.at(-1)?.headers.authorization;
		};
		expect(await sent()).toBe('Bearer first');
		writeFileSync(join(folder, 'token'), 'second');
		await clock.advance(61_000);
		expect(await sent()).toBe('Bearer second');
	});
});

describe('a kubeconfig in a pod', () => {
	const text = kubeconfigText({server: 'https://cluster.example:6443'});

	it('is used where it names a current context, and always when a flag asks for it', async () => {
		const {folder, load} = pod();
		mkdirSync(join(folder, '.kube'));
		writeFileSync(join(folder, '.kube', 'config'), text);
		expect(await load()).toMatchObject({ok: true, value: {server: 'https://cluster.example:6443'}});
		writeFileSync(join(folder, '.kube', 'config'), text.replace('current-context: test', ''));
		expect(await load()).toMatchObject({ok: true, value: {context: 'in-cluster'}});
		expect(await load({contextName: 'test'})).toMatchObject({ok: true, value: {context: 'test'}});
		expect(await load({contextName: 'nope'})).toMatchObject({
			ok: false,
			error: expect.stringContaining('no context nope'),
		});
		const missing = join(folder, 'missing');
		expect(await load({kubeconfigPath: missing})).toMatchObject({ok: false, error: expect.stringContaining(missing)});
	});
});
