import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {loadKubeTarget} from '../../../source/adapters/kubernetes/kubeconfig/kubeconfig.ts';
import {kubeconfigText, loadText, testFolder} from './support/scripted-server.ts';

const load = (options: Partial<Parameters<typeof loadKubeTarget>[0]> & {homeFolder: string}) =>
	loadKubeTarget({kubeconfigPath: null, contextName: null, env: {}, ...options});

const server = 'https://cluster.example:6443';

describe('no kubeconfig', () => {
	it('is an error that names perch demo, never localhost', async () => {
		const target = await load({homeFolder: testFolder()});
		expect(target).toEqual({ok: false, error: expect.stringContaining('perch demo')});
		expect(JSON.stringify(target)).not.toContain('localhost');
	});

	it('is the same error when the named file is missing, or every file of KUBECONFIG', async () => {
		const homeFolder = testFolder();
		mkdirSync(join(homeFolder, '.kube'));
		writeFileSync(join(homeFolder, '.kube', 'config'), kubeconfigText({server}));
		const missing = join(homeFolder, 'missing');
		for (const target of [
			await load({homeFolder, kubeconfigPath: missing}),
			await load({homeFolder, env: {KUBECONFIG: `${missing}:${missing}2`}}),
		]) {
			expect(target).toEqual({ok: false, error: expect.stringContaining('perch demo')});
		}
		expect(await load({homeFolder})).toMatchObject({ok: true, value: {server, context: 'test', namespace: 'shop'}});
	});

	it('is told apart from a file that is no YAML, which is never quoted', async () => {
		const target = await loadText('users: [{name: a, user: {token: s3cret-canary}}\n\t- {');
		expect(target).toMatchObject({ok: false, error: expect.stringContaining('is not valid')});
		expect(JSON.stringify(target)).not.toContain('s3cret-canary');
	});
});

describe('several kubeconfig files', () => {
	it('are merged, and of two entries with one name the first wins', async () => {
		const folder = testFolder();
		const [first, second] = [join(folder, 'first'), join(folder, 'second')];
		writeFileSync(first, kubeconfigText({server, user: {token: 'first-token'}}));
		writeFileSync(
			second,
			`${kubeconfigText({server: 'https://other.example', user: {token: 'second-token'}})}\n`
				.replace('current-context: test', 'current-context: extra')
				.replace('contexts:', 'contexts:\n  - name: extra\n    context: {cluster: test-cluster, user: test-user}'),
		);
		const env = {KUBECONFIG: [first, join(folder, 'missing'), second].join(':')};
		expect(await load({homeFolder: folder, env})).toMatchObject({ok: true, value: {context: 'test', server}});
		const extra = await load({homeFolder: folder, env, contextName: 'extra'});
		expect(extra).toMatchObject({
			ok: true,
			value: {context: 'extra', server, namespace: 'default', user: {user: {token: 'first-token'}}},
		});
	});
});

describe('perch refuses to start with', () => {
	it.each([
		[
			'a context that is not there',
			kubeconfigText({server}).replace('current-context: test', 'current-context: x'),
			'no context x',
		],
		['no current context', kubeconfigText({server}).replace('current-context: test', ''), '--context'],
		[
			'a cluster that is not there',
			kubeconfigText({server}).replace('name: test-cluster', 'name: y'),
			'test-cluster, which is not there',
		],
		[
			'a user that is not there',
			kubeconfigText({server}).replace('name: test-user', 'name: y'),
			'test-user, which is not there',
		],
		[
			'credentials in the server URL',
			kubeconfigText({server: 'https://me:s3cret-canary@cluster.example'}),
			'credentials',
		],
		['another protocol', kubeconfigText({server: 'ftp://cluster.example'}), 'neither https nor http'],
		['no URL', kubeconfigText({server: 'cluster example'}), 'not a URL'],
		[
			'a missing authority file',
			kubeconfigText({server, cluster: {'certificate-authority': 'no-ca.pem'}}),
			'no-ca.pem',
		],
		[
			'an impersonation field that it does not know',
			kubeconfigText({server, user: {as: 'eve', 'as-mood': 'x'}}),
			'as-mood',
		],
		['groups without a user', kubeconfigText({server, user: {'as-groups': ['ops']}}), 'without a user'],
		['a user that no header can carry', kubeconfigText({server, user: {as: 'eve\r\nx: y'}}), 'no header'],
		['a SOCKS proxy', kubeconfigText({server, cluster: {'proxy-url': 'socks5://proxy:1080'}}), 'socks5'],
	])('%s', async (_what, text, reason) => {
		const target = await loadText(text);
		expect(target).toMatchObject({ok: false, error: expect.stringContaining(reason)});
		expect(JSON.stringify(target)).not.toContain('s3cret-canary');
	});
});

describe('the proxy', () => {
	const proxyOf = async (env: Readonly<Record<string, string>>, cluster = {}, url = server) => {
		const target = await loadText(kubeconfigText({server: url, cluster}), env);
		if (!target.ok) throw new Error(target.error);
		return target.value.proxy.kind === 'direct' ? 'direct' : target.value.proxy.url.href;
	};

	it.each([
		[{}, 'direct'],
		[{HTTPS_PROXY: 'http://proxy:3128'}, 'http://proxy:3128/'],
		[{https_proxy: 'proxy:3128'}, 'http://proxy:3128/'],
		[{HTTP_PROXY: 'http://proxy:3128'}, 'direct'],
		[{HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'cluster.example'}, 'direct'],
		[{HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'other, .example'}, 'direct'],
		[{HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: '*'}, 'direct'],
		[{HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'cluster.example:443'}, 'http://proxy:3128/'],
		[{HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'cluster.example:6443'}, 'direct'],
		[{HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'ster.example'}, 'http://proxy:3128/'],
	])('%j → %s', async (env, expected) => {
		expect(await proxyOf(env)).toBe(expected);
	});

	it('of the kubeconfig wins, and addresses can be exempt by range', async () => {
		expect(await proxyOf({HTTPS_PROXY: 'http://a:1', NO_PROXY: '*'}, {'proxy-url': 'http://b:2'})).toBe('http://b:2/');
		const env = {HTTPS_PROXY: 'http://a:1', NO_PROXY: '10.0.0.0/8'};
		expect(await proxyOf(env, {}, 'https://10.1.2.3')).toBe('direct');
		expect(await proxyOf(env, {}, 'https://11.1.2.3')).toBe('http://a:1/');
		expect(await proxyOf(env, {}, 'https://127.0.0.1')).toBe('direct');
	});
});

it('a loaded kubeconfig is frozen: an edit of the file changes nothing', async () => {
	const folder = testFolder();
	const target = await loadText(kubeconfigText({server}), {}, folder);
	writeFileSync(join(folder, 'config'), kubeconfigText({server: 'https://evil.example'}));
	expect(target).toMatchObject({ok: true, value: {server}});
	if (target.ok) expect(Object.isFrozen(target.value)).toBe(true);
});
