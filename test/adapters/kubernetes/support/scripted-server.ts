import 'reflect-metadata';
import {webcrypto} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {
	createSecureServer,
	type Http2ServerRequest,
	type Http2ServerResponse,
	type ServerHttp2Session,
} from 'node:http2';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {SubjectAlternativeNameExtension, X509CertificateGenerator} from '@peculiar/x509';
import {onTestFinished} from 'vitest';
import {stringify} from 'yaml';
import {type Cluster, type ClusterOptions, createCluster} from '../../../../source/adapters/kubernetes/cluster.ts';
import {type KubeTarget, loadKubeTarget} from '../../../../source/adapters/kubernetes/kubeconfig/kubeconfig.ts';
import {createCertificates} from '../../../../source/demo/api/connection/certificates.ts';
import type {Result} from '../../../../source/domain/result.ts';
import type {SafeText} from '../../../../source/domain/text/safe-text.ts';
import {testKinds} from './kinds.ts';
import {createTestClock} from './test-clock.ts';

export interface Served {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** Name, value, name, value, in the order received. */
	readonly rawHeaders: readonly string[];
	readonly body: string;
}

export type Script = (request: Served, response: Http2ServerResponse, attempt: number) => void;

export interface ScriptedServer {
	readonly url: string;
	readonly caPem: string;
	readonly served: readonly Served[];
	readonly sessions: readonly ServerHttp2Session[];
}

/** A TLS server that answers by the script, and answers discovery itself. Closed when the test ends. */
export async function scriptedServer(
	script: Script,
	options: {
		readonly host?: string;
		/** Asks clients for a certificate, and accepts any. */
		readonly asksForCertificate?: boolean;
		/** The script answers discovery too. */
		readonly discovery?: 'scripted';
		readonly certificates?: {readonly caPem: string; readonly certificatePem: string; readonly keyPem: string};
	} = {},
): Promise<ScriptedServer> {
	const {caPem, certificatePem, keyPem} =
		options.certificates ?? (await createCertificates({name: 'scripted', nowMs: Date.now()}));
	const served: Served[] = [];
	const sessions: ServerHttp2Session[] = [];
	const server = createSecureServer({
		cert: certificatePem,
		key: keyPem,
		allowHTTP1: true,
		requestCert: options.asksForCertificate ?? false,
		rejectUnauthorized: false,
	});
	server.on('session', session => sessions.push(session));
	server.on('request', (request: Http2ServerRequest, response: Http2ServerResponse) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('error', () => {});
		request.on('end', () => {
			const path = request.url;
			const isDiscovery = path === '/api' || path === '/apis';
			if (isDiscovery && options.discovery === undefined) return answerJson(response, 200, discovery[path]);
			served.push({
				method: request.method,
				path,
				headers: request.headers,
				rawHeaders: request.rawHeaders,
				body: Buffer.concat(chunks).toString('utf8'),
			});
			script(served.at(-1) as Served, response, served.length);
		});
	});
	const {promise, resolve} = Promise.withResolvers<void>();
	server.listen(0, options.host ?? '127.0.0.1', resolve);
	await promise;
	onTestFinished(() => {
		for (const session of sessions) session.destroy();
		server.close();
	});
	const {address, port} = server.address() as AddressInfo;
	return {url: `https://${address}:${port}`, caPem, served, sessions};
}

export function answerJson(
	response: Http2ServerResponse,
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): void {
	response.writeHead(status, {'content-type': 'application/json', ...headers});
	response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The text of a kubeconfig with one context. */
export function kubeconfigText(options: {
	readonly server: string;
	readonly cluster?: Readonly<Record<string, unknown>>;
	readonly user?: Readonly<Record<string, unknown>>;
}): string {
	return stringify({
		apiVersion: 'v1',
		kind: 'Config',
		'current-context': 'test',
		contexts: [{name: 'test', context: {cluster: 'test-cluster', user: 'test-user', namespace: 'shop'}}],
		clusters: [{name: 'test-cluster', cluster: {server: options.server, ...options.cluster}}],
		users: [{name: 'test-user', user: options.user ?? {token: 'plain-token'}}],
	});
}

export function caData(server: {readonly caPem: string}): Readonly<Record<string, string>> {
	return {'certificate-authority-data': Buffer.from(server.caPem).toString('base64')};
}

/** A folder that is removed when the test ends. */
export function testFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'perch-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	return folder;
}

export function loadText(
	text: string,
	env: Readonly<Record<string, string>> = {},
	folder = testFolder(),
): Promise<Result<KubeTarget, SafeText>> {
	const path = join(folder, 'config');
	writeFileSync(path, text);
	return loadKubeTarget({kubeconfigPath: path, contextName: null, env, homeFolder: folder});
}

export function clusterOf(target: Result<KubeTarget, SafeText>, options: Partial<ClusterOptions> = {}): Cluster {
	if (!target.ok) throw new Error(target.error);
	const cluster = createCluster({
		target: target.value,
		kinds: testKinds,
		isReadOnly: false,
		allowInsecureWrites: false,
		version: '1.2.3',
		clock: createTestClock(),
		random: () => 0.5,
		...options,
	});
	onTestFinished(() => cluster.close());
	return cluster;
}

/** A self-signed certificate for 127.0.0.1. */
export async function selfSigned(): Promise<{caPem: string; certificatePem: string; keyPem: string}> {
	const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const certificate = await X509CertificateGenerator.createSelfSigned(
		{
			name: 'CN=self',
			keys,
			signingAlgorithm: algorithm,
			notBefore: new Date(Date.now() - 86_400_000),
			notAfter: new Date(Date.now() + 86_400_000),
			extensions: [new SubjectAlternativeNameExtension([{type: 'ip', value: '127.0.0.1'}])],
		},
		webcrypto,
	);
	const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
	const keyPem = `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`;
	return {caPem: '', certificatePem: certificate.toString('pem'), keyPem};
}

const discovery: Readonly<Record<string, unknown>> = {
	'/api': {
		kind: 'APIGroupDiscoveryList',
		items: [{metadata: {}, versions: [{version: 'v1', resources: [{resource: 'services'}, {resource: 'pods'}]}]}],
	},
	'/apis': {
		kind: 'APIGroupDiscoveryList',
		items: [{metadata: {name: 'argoproj.io'}, versions: [{version: 'v1alpha1', resources: [{resource: 'rollouts'}]}]}],
	},
};
