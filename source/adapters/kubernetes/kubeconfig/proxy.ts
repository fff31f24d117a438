import {BlockList, isIP} from 'node:net';
import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Environment} from './kubeconfig-files.ts';

/** How perch reaches a server. The proxy's URL may hold credentials and is never shown. */
export type ProxyChoice = {readonly kind: 'direct'} | {readonly kind: 'http'; readonly url: URL};

/** The kubeconfig's `proxy-url`, else HTTPS_PROXY (HTTP_PROXY for plain HTTP) unless NO_PROXY names the
 * host: by the rules of Go's httpproxy, as in kubectl. Upper case takes precedence, and an empty variable
 * counts as unset. */
export function chooseProxy(server: URL, configured: string | null, env: Environment): Result<ProxyChoice, SafeText> {
	const fromEnv = server.protocol === 'https:' ? env.HTTPS_PROXY || env.https_proxy : env.HTTP_PROXY || env.http_proxy;
	const text = configured || (isExempt(server, env.NO_PROXY || env.no_proxy || '') ? '' : fromEnv || '');
	if (text === '') return ok({kind: 'direct'});
	const url = parseProxy(text);
	if (url === null) return err(safe`The proxy's address is not a URL (proxy-url of the kubeconfig, else HTTPS_PROXY).`);
	if (url.protocol !== 'http:' && url.protocol !== 'https:')
		return err(safe`perch reaches clusters through HTTP proxies; this one is ${ident(url.protocol)}`);
	return ok({kind: 'http', url});
}

/** Accepts `proxy:3128`, which is as common as `http://proxy:3128`. */
function parseProxy(text: string): URL | null {
	const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
	return URL.canParse(url) ? new URL(url) : null;
}

/** Loopback is never proxied. */
function isExempt(server: URL, noProxy: string): boolean {
	const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase();
	if (host === 'localhost' || isInRange(host, '127.0.0.0', 8) || isInRange(host, '::1', 128)) return true;
	const port = server.port || (server.protocol === 'https:' ? '443' : '80');
	return noProxy
		.split(',')
		.map(entry => entry.trim().toLowerCase())
		.some(entry => matches(entry, host, port));
}

/** An entry is `*`, a network, an address or a name; the last two with or without a port. */
function matches(entry: string, host: string, port: string): boolean {
	if (entry === '*') return true;
	const [, network, length] = /^([\d.]+|[\da-f:.]+)\/(\d+)$/.exec(entry) ?? [];
	if (network !== undefined && isIP(network) !== 0) return isInRange(host, network, Number(length));
	const [, bracketed, named, wantedPort] = /^(?:\[(.*)\]|([^:]*)):(\d+)$/.exec(entry) ?? [];
	if (wantedPort !== undefined && wantedPort !== port) return false;
	const wanted = bracketed ?? named ?? entry;
	if (isIP(wanted) !== 0) return isInRange(host, wanted, isIP(wanted) === 4 ? 32 : 128);
	const suffix = wanted.replace(/^\*\./, '.');
	if (suffix.startsWith('.')) return suffix !== '.' && host.endsWith(suffix);
	return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}

/** Whether a host is an address of the network; an IPv4 address counts in its IPv6 form as well. */
function isInRange(host: string, network: string, length: number): boolean {
	const family = isIP(network) === 4 ? 'ipv4' : 'ipv6';
	if (isIP(host) === 0 || length > (family === 'ipv4' ? 32 : 128)) return false;
	// Otherwise every IPv4 address would be in `::/0`, by its IPv6 form.
	if (family === 'ipv6' && length < 96 && (isIP(host) === 4 || host.startsWith('::ffff:'))) return false;
	const range = new BlockList();
	range.addSubnet(network, length, family);
	return range.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}
