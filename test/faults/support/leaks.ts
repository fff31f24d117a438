import {readdir, readFile, writeFile} from 'node:fs/promises';
import {createServer as createHttpServer, type RequestListener} from 'node:http';
import {createServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {expect} from 'vitest';
import {stringify} from 'yaml';
import {createCertificates} from '../../../source/demo/api/connection/certificates.ts';
import type {HomeFolder} from '../../journeys/support/home-folder.ts';
import {runHeadless} from '../../journeys/support/run-headless.ts';

/** Canaries: texts that nothing else writes. */
const secrets = {
	token: 'canary-token-5d41402abc4b',
	password: 'canary-password-7d793037a076',
	bearer: 'canary-bearer-9d4568c009d2',
	header: 'canary-header-1679091c5a88',
} as const;

const encoded = Object.values(secrets).flatMap(secret => [
	secret,
	Buffer.from(secret).toString('base64').slice(0, -4),
	encodeURIComponent(secret),
]);
const basic = Buffer.from(`ana:${secrets.password}`).toString('base64');

/** How the echo server answers. */
export interface Answer {
	readonly status: number;
	readonly as: 'Status' | 'html' | 'text' | 'redirect' | 'cut';
}

/** A server whose every answer repeats the headers of the request, credentials included. */
export async function startEcho(scheme: 'http' | 'https'): Promise<{
	readonly url: string;
	readonly caPem: string;
	answerWith(answer: Answer): void;
	/** How many requests held a canary; with none, the test would prove nothing. */
	received(): number;
	stop(): void;
}> {
	const {caPem, certificatePem, keyPem} = await createCertificates({name: 'echo', nowMs: Date.now()});
	let answer: Answer = {status: 500, as: 'text'};
	let received = 0;
	const listener: RequestListener = (request, response) => {
		const echo = `${request.method} ${request.url} ${JSON.stringify(request.headers)}`;
		if ([...encoded, basic].some(canary => echo.includes(canary))) received += 1;
		switch (answer.as) {
			case 'cut':
				request.socket.destroy();
				return;
			case 'redirect':
				response.writeHead(answer.status, {location: `https://127.0.0.1:1/${encodeURIComponent(echo)}`}).end();
				return;
			case 'Status':
				response.writeHead(answer.status, {'content-type': 'application/json'}).end(
					JSON.stringify({
						apiVersion: 'v1',
						kind: 'Status',
						status: 'Failure',
						message: echo,
						reason: echo,
						error: echo,
						errorType: echo,
						details: {causes: [{reason: echo, message: echo, field: echo}]},
						code: answer.status,
					}),
				);
				return;
			default:
				response
					.writeHead(answer.status, {'content-type': answer.as === 'html' ? 'text/html' : 'text/plain'})
					.end(echo);
		}
	};
	const server =
		scheme === 'https' ? createServer({cert: certificatePem, key: keyPem}, listener) : createHttpServer(listener);
	const {promise, resolve} = Promise.withResolvers<void>();
	server.listen(0, '127.0.0.1', resolve);
	await promise;
	return {
		url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
		caPem,
		answerWith: next => {
			answer = next;
		},
		received: () => received,
		stop() {
			server.closeAllConnections();
			server.close();
		},
	};
}

export const apiUsers = {
	token: {token: secrets.token},
	'user name and password': {username: 'ana', password: secrets.password},
} as const;

export async function writeKubeconfig(
	path: string,
	{url, caPem, user}: {readonly url: string; readonly caPem: string; readonly user: object},
): Promise<void> {
	const cluster = {server: url, 'certificate-authority-data': Buffer.from(caPem).toString('base64')};
	const text = stringify({
		apiVersion: 'v1',
		kind: 'Config',
		clusters: [{name: 'echo', cluster}],
		users: [{name: 'ana', user}],
		contexts: [{name: 'echo', context: {cluster: 'echo', user: 'ana'}}],
		'current-context': 'echo',
	});
	await writeFile(path, text, {mode: 0o600});
}

export const prometheusAccess = {
	bearer: {bearerToken: secrets.bearer},
	basic: {basic: {username: 'ana', password: secrets.password}},
	header: {headers: {'x-secret': secrets.header}},
} as const;

/** Runs perch to the end of its first settled frame with a log, and looks for canaries in all that it left behind. */
export async function expectNoLeak(home: HomeFolder, args: readonly string[]): Promise<void> {
	const {stdout, stderr} = await runHeadless(home, [...args, '--once', '--debug', '--columns', '250', '--rows', '60']);
	const left = [stdout, stderr, ...(await filesBelow(join(home.path, '.local')))].join('\n');
	expect(left).toMatch(/AUTH EXPIRED|API SERVER DOWN|METRICS DOWN/);
	expect([...encoded, basic].filter(canary => left.includes(canary))).toEqual([]);
}

async function filesBelow(folder: string): Promise<readonly string[]> {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	return Promise.all(
		entries.filter(entry => entry.isFile()).map(entry => readFile(join(entry.parentPath, entry.name), 'utf8')),
	);
}
