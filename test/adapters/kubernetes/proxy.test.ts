import {describe, expect, it} from 'vitest';
import {chooseProxy} from '../../../source/adapters/kubernetes/kubeconfig/proxy.ts';

const proxy = 'http://p.example.test:3128/';

function chosen(server: string, env: Readonly<Record<string, string>>): string {
	const choice = chooseProxy(new URL(server), null, env);
	if (!choice.ok) return choice.error;
	return choice.value.kind === 'direct' ? 'direct' : choice.value.url.href;
}

// Each row was compared with golang.org/x/net/http/httpproxy, which kubectl uses.
describe('NO_PROXY', () => {
	it.each([
		['https://[fd12:3456::1]:6443', 'fd12:3456::/32', 'direct'],
		['https://[fd12:9999::1]:6443', 'fd12:3456::/32', proxy],
		['https://[fd12:3456::1]:6443', 'fd12:3456::1', 'direct'],
		['https://[fd12:3456::1]:6443', '[fd12:3456::1]:6443', 'direct'],
		['https://[fd12:3456::1]:6443', '[fd12:3456::1]:443', proxy],
		['https://[fd12:3456::1]:6443', 'fd12:3456::1:6443', proxy],
		['https://[fd12:3456::1]:6443', '0.0.0.0/0', proxy],
		['https://10.1.2.3', 'fd12:3456::/0', proxy],
		['https://10.1.2.3', '::ffff:10.0.0.0/104', 'direct'],
		['https://[::ffff:10.1.2.3]:6443', '10.0.0.0/8', 'direct'],
		['https://10.1.2.3:6443', '10.1.2.3:6443', 'direct'],
		['https://10.1.2.3', '10.1.2.3:6443', proxy],
		['https://10.1.2.3', '10.1.2.3:443', 'direct'],
		['https://10.1.2.3', '10.0.0.0/33', proxy],
		['https://cluster.example:6443', 'other , CLUSTER.example', 'direct'],
		['https://cluster.example:6443', 'cluster.example:443', proxy],
		['https://cluster.example:6443', 'cluster.example:6443', 'direct'],
		['https://cluster.example:6443', '.cluster.example', proxy],
		['https://x.cluster.example', '*.cluster.example', 'direct'],
		['https://cluster.example', 'cluster.example other', proxy],
		['https://cluster.example', 'a, *', 'direct'],
		['https://cluster.example', ':443,.,*.,/8', proxy],
		['https://[::1]:6443', '', 'direct'],
		['https://127.9.9.9', '', 'direct'],
		['https://localhost', '', 'direct'],
	])('%s with %j → %s', (server, noProxy, expected) => {
		expect(chosen(server, {HTTPS_PROXY: proxy, NO_PROXY: noProxy})).toBe(expected);
	});
});

describe('the choice of the proxy variable', () => {
	const server = 'https://cluster.example';

	it.each([
		[{HTTPS_PROXY: proxy, https_proxy: ''}, proxy],
		[{HTTPS_PROXY: '', https_proxy: proxy}, proxy],
		[{HTTPS_PROXY: proxy, https_proxy: 'http://other:1'}, proxy],
		[{HTTPS_PROXY: '', https_proxy: ''}, 'direct'],
		[{HTTPS_PROXY: proxy, NO_PROXY: '', no_proxy: 'cluster.example'}, 'direct'],
		[{HTTPS_PROXY: proxy, NO_PROXY: 'other', no_proxy: 'cluster.example'}, proxy],
	])('%j → %s', (env, expected) => {
		expect(chosen(server, env)).toBe(expected);
	});
});
