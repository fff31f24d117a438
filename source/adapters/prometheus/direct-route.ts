import {readFile} from 'node:fs/promises';
import {Agent as HttpAgent} from 'node:http';
import {Agent as HttpsAgent} from 'node:https';
import {ident} from '../../domain/text/safe-text.ts';
import {describeFileError} from '../system/file-error.ts';
import {redactCredentials} from '../system/redact-credentials.ts';
import type {PrometheusAccess, Secret} from './access.ts';
import {MetricsFailure, metricsError} from './failures.ts';
import type {Route} from './route.ts';

/** Goes straight to the server's address. Verifies TLS whatever the environment says; uses no proxy, follows
 * no redirects. */
export function createDirectRoute(url: string, access: PrometheusAccess): Route {
	const {host, pathname} = new URL(url);
	const endpoint = url.replace(/\/+$/, '');
	const http = new HttpAgent({keepAlive: true});
	let https: Promise<HttpsAgent> | null = null;
	const secrets = new Set<string>();

	// The first request makes the agent. When its files could not be read, the next request tries again.
	function httpsAgent(): Promise<HttpsAgent> {
		https ??= createHttpsAgent(access).catch(error => {
			https = null;
			throw error;
		});
		return https;
	}

	async function authorization(): Promise<string | null> {
		const {auth} = access;
		if (auth.kind === 'none') return null;
		const secret = await readSecret(auth.secret);
		secrets.add(secret);
		if (auth.kind === 'bearer') return `Bearer ${secret}`;
		const encoded = Buffer.from(`${auth.username}:${secret}`).toString('base64');
		secrets.add(encoded);
		return `Basic ${encoded}`;
	}

	for (const value of Object.values(access.headers)) secrets.add(value);
	return {
		source: ident(`${host}${pathname.replace(/\/+$/, '')}`),
		endpoint,
		method: 'POST',
		async complete(config) {
			if (config.method?.toUpperCase() === 'GET') config.data = undefined;
			config.httpAgent = http;
			if (endpoint.startsWith('https:')) config.httpsAgent = await httpsAgent();
			config.headers.set({'User-Agent': 'perch', ...access.headers});
			const value = await authorization();
			if (value !== null) config.headers.set('Authorization', value);
		},
		redact: text => redactCredentials(masked(text, secrets)),
		close() {
			http.destroy();
			https?.then(agent => agent.destroy()).catch(() => {});
		},
	};
}

async function createHttpsAgent({caFile, certFile, keyFile}: PrometheusAccess): Promise<HttpsAgent> {
	const [ca, cert, key] = await Promise.all(
		[caFile, certFile, keyFile].map(path => (path === null ? null : readText(path))),
	);
	return new HttpsAgent({
		keepAlive: true,
		rejectUnauthorized: true,
		...(ca ? {ca} : {}),
		...(cert && key ? {cert, key} : {}),
	});
}

// Read the file each time: tokens in files are rotated.
async function readSecret(secret: Secret): Promise<string> {
	return 'value' in secret ? secret.value : (await readText(secret.file)).trim();
}

async function readText(path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		throw new MetricsFailure(metricsError('notConfigured', describeFileError({what: 'file', path, error})));
	}
}

function masked(text: string, secrets: ReadonlySet<string>): string {
	let rest = text;
	for (const secret of secrets) if (secret !== '') rest = rest.replaceAll(secret, '[redacted]');
	return rest;
}
