import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {noAccess} from '../../../source/adapters/prometheus/access.ts';
import {createCertificates, type ServerCertificates} from '../../../source/demo/api/connection/certificates.ts';
import {fakeTls} from '../../demo/prometheus/support/fake-tls.ts';
import {clientOf, never} from './support/clients.ts';
import {type ScriptedServer, startScriptedServer, vector} from './support/scripted-server.ts';

const dayMs = 86_400_000;
let folder = '';
let caFile = '';
let expiredCaFile = '';
let good: ServerCertificates;
let server: ScriptedServer;
let expired: ScriptedServer;
/** Shows the certificate of another address. */
let elsewhere: ScriptedServer;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'perch-tls-'));
	const nowMs = Date.now();
	good = await createCertificates({name: 'prometheus', nowMs});
	const old = await createCertificates({name: 'prometheus', nowMs: nowMs - 60 * dayMs});
	caFile = join(folder, 'ca.pem');
	expiredCaFile = join(folder, 'expired-ca.pem');
	await writeFile(caFile, good.caPem);
	await writeFile(expiredCaFile, old.caPem);
	server = await startScriptedServer(vector('1'), serverOptions(good));
	elsewhere = await startScriptedServer(vector('1'), serverOptions(good), '127.0.0.2');
	expired = await startScriptedServer(vector('1'), serverOptions(old));
});

afterAll(async () => {
	await server.close();
	await elsewhere.close();
	await expired.close();
	await rm(folder, {recursive: true});
});

afterEach(() => vi.unstubAllEnvs());

test('a server of the named authority is trusted', async () => {
	expect(await ask(server.url, {caFile})).toMatchObject({ok: true});
});

test.each([
	['an authority that nobody named', () => ask(server.url, {}), /authority/],
	['another host', () => ask(elsewhere.url, {caFile}), /another host/],
	['a certificate that has expired', () => ask(expired.url, {caFile: expiredCaFile}), /expired/],
])('%s is refused, with the reason', async (_what, answer, reason) => {
	expect(await answer()).toMatchObject({ok: false, error: {kind: 'tls', message: expect.stringMatching(reason)}});
});

test('the environment cannot switch verification off', async () => {
	vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
	expect(await ask(server.url, {})).toMatchObject({ok: false, error: {kind: 'tls'}});
});

test('the environment cannot lead requests through a proxy', async () => {
	for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:9');
	expect(await ask(server.url, {caFile})).toMatchObject({ok: true});
});

test('a client certificate is shown to a server that wants one', async () => {
	const client = await fakeTls();
	const files = {caFile, certFile: join(folder, 'client.pem'), keyFile: join(folder, 'client.key')};
	await writeFile(files.certFile, client.cert);
	await writeFile(files.keyFile, client.key);
	const demanding = await startScriptedServer(vector('1'), {
		...serverOptions(good),
		requestCert: true,
		rejectUnauthorized: true,
		ca: client.cert,
	});
	try {
		expect(await ask(demanding.url, files)).toMatchObject({ok: true});
		expect(await ask(demanding.url, {caFile})).toMatchObject({ok: false});
	} finally {
		await demanding.close();
	}
});

async function ask(
	url: string,
	files: {readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string},
) {
	const client = clientOf(url, {access: {...noAccess, ...files}});
	try {
		return await client.instant({promql: 'up'}, never);
	} finally {
		client.close();
	}
}

function serverOptions({certificatePem, keyPem}: ServerCertificates) {
	return {cert: certificatePem, key: keyPem};
}
