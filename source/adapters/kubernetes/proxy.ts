import {err, ok, type Result} from '../../domain/result.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import type {Environment} from './kubeconfig-files.ts';

/** How a server is reached. The proxy's URL may hold credentials and is never shown. */
export type ProxyChoice = {readonly kind: 'direct'} | {readonly kind: 'http'; readonly url: URL};

/** The kubeconfig's `proxy-url`, else HTTPS_PROXY (HTTP_PROXY for plain HTTP) unless NO_PROXY names the host. */
export function chooseProxy(server: URL, configured: string | null, env: Environment): Result<ProxyChoice, SafeText> {
	const fromEnv =
		server.protocol === 'https:' ? (env.https_proxy ?? env.HTTPS_PROXY) : (env.http_proxy ?? env.HTTP_PROXY);
	const text = configured || (isExempt(server, env.no_proxy ?? env.NO_PROXY ?? '') ? '' : (fromEnv ?? ''));
	if (text === '') return ok({kind: 'direct'});
	const url = parseProxy(text);
	if (url === null) return err(safe`The proxy's address is not a URL.`);
	if (url.protocol !== 'http:' && url.protocol !== 'https:')
		return err(safe`perch reaches clusters through HTTP proxies; this one is ${ident(url.protocol)}`);
	return ok({kind: 'http', url});
}

/** `proxy:3128` is as common as `http://proxy:3128`. */
function parseProxy(text: string): URL | null {
	const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
	return URL.canParse(url) ? new URL(url) : null;
}

/** Loopback is never proxied, as in Go's clients. */
function isExempt(server: URL, noProxy: string): boolean {
	const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase();
	if (host === 'localhost' || host === '::1' || /^127\./.test(host)) return true;
	const port = server.port || (server.protocol === 'https:' ? '443' : '80');
	return noProxy
		.toLowerCase()
		.split(/[,\s]+/)
		.filter(entry => entry !== '')
		.some(entry => matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
	if (entry === '*') return true;
	const range = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(entry);
	if (range) return isInRange(host, range[1] ?? '', Number(range[2]));
	const withPort = /^(.*?):(\d+)$/.exec(entry);
	const isPlain = withPort === null || entry.split(':').length > 2;
	if (!isPlain && withPort?.[2] !== port) return false;
	const name = (isPlain ? entry : (withPort?.[1] ?? '')).replace(/^\*?\.?/, '');
	return name !== '' && (host === name || host.endsWith(`.${name}`));
}

function isInRange(host: string, network: string, prefixLength: number): boolean {
	const address = ipv4Number(host);
	const base = ipv4Number(network);
	if (address === null || base === null || prefixLength > 32) return false;
	const size = 2 ** (32 - prefixLength);
	return Math.floor(address / size) === Math.floor(base / size);
}

function ipv4Number(text: string): number | null {
	const parts = text.split('.').map(Number);
	if (parts.length !== 4 || parts.some(part => !Number.isInteger(part) || part < 0 || part > 255)) return null;
	return parts.reduce((sum, part) => sum * 256 + part, 0);
}
