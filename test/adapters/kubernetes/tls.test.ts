import {describe, expect, it} from 'vitest';
import {createCertificates} from '../../../source/demo/api/connection/certificates.ts';
import {signal} from './support/cluster-for-tests.ts';
import {
	answerJson,
	caData,
	clusterOf,
	kubeconfigText,
	loadText,
	type Script,
	scriptedServer,
	selfSigned,
} from './support/scripted-server.ts';

const version: Script = (_request, response) => answerJson(response, 200, {gitVersion: 'v1.34.5'});

const beat = async (text: string) => clusterOf(await loadText(text)).heartbeat(signal);

describe('verification of the server', () => {
	it('accepts a certificate of the authority that the kubeconfig names', async () => {
		const server = await scriptedServer(version);
		expect(await beat(kubeconfigText({server: server.url, cluster: caData(server)}))).toMatchObject({ok: true});
	});

	it('refuses a self-signed certificate', async () => {
		const server = await scriptedServer(version, {certificates: await selfSigned()});
		expect(await beat(kubeconfigText({server: server.url}))).toMatchObject({
			error: {kind: 'tls', message: "TLS: the server's certificate is self-signed"},
		});
		expect(server.served).toEqual([]);
	});

	it('refuses the certificate of another authority', async () => {
		const server = await scriptedServer(version);
		const other = await createCertificates({name: 'other', nowMs: Date.now()});
		expect(await beat(kubeconfigText({server: server.url, cluster: caData(other)}))).toMatchObject({
			error: {kind: 'tls', message: expect.stringContaining('an authority that the kubeconfig does not name')},
		});
		expect(server.served).toEqual([]);
	});

	it('refuses a certificate for another host', async () => {
		const server = await scriptedServer(version, {host: '127.0.0.2'});
		expect(await beat(kubeconfigText({server: server.url, cluster: caData(server)}))).toMatchObject({
			error: {kind: 'tls', message: "TLS: the server's certificate is for another host"},
		});
		expect(server.served).toEqual([]);
	});

	it('checks the name that the kubeconfig gives instead of the host', async () => {
		const server = await scriptedServer(version, {host: '127.0.0.2'});
		const named = (name: string) =>
			beat(kubeconfigText({server: server.url, cluster: {...caData(server), 'tls-server-name': name}}));
		expect(await named('localhost')).toMatchObject({ok: true});
		expect(await named('elsewhere')).toMatchObject({error: {kind: 'tls'}});
	});

	it('refuses an expired certificate', async () => {
		const certificates = await createCertificates({name: 'old', nowMs: Date.now() - 90 * 86_400_000});
		const server = await scriptedServer(version, {certificates});
		expect(await beat(kubeconfigText({server: server.url, cluster: caData(server)}))).toMatchObject({
			error: {kind: 'tls', message: "TLS: the server's certificate has expired"},
		});
		expect(server.served).toEqual([]);
	});

	it('refuses to start with NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
		const target = await loadText(kubeconfigText({server: 'https://127.0.0.1:1'}), {NODE_TLS_REJECT_UNAUTHORIZED: '0'});
		expect(target).toMatchObject({ok: false, error: expect.stringContaining('NODE_TLS_REJECT_UNAUTHORIZED=0')});
	});

	it('stays on although the environment of the process turns it off', async () => {
		const server = await scriptedServer(version, {certificates: await selfSigned()});
		const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
		process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
		try {
			expect(await beat(kubeconfigText({server: server.url}))).toMatchObject({error: {kind: 'tls'}});
		} finally {
			if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
			else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
		}
	});
});

describe('a context that skips verification', () => {
	const insecure = async () => {
		const server = await scriptedServer(version, {certificates: await selfSigned()});
		const cluster = {'insecure-skip-tls-verify': true};
		return {server, target: await loadText(kubeconfigText({server: server.url, cluster}))};
	};

	it('works, says that it is insecure, and is read-only', async () => {
		const cluster = clusterOf((await insecure()).target);
		expect(cluster.target).toMatchObject({isInsecure: true, isReadOnly: true});
		expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
	});

	it('takes writes only when the operator allows them expressly', async () => {
		const cluster = clusterOf((await insecure()).target, {allowInsecureWrites: true});
		expect(cluster.target).toMatchObject({isInsecure: true, isReadOnly: false});
	});

	it('may also be one with plain HTTP', async () => {
		const cluster = clusterOf(await loadText(kubeconfigText({server: 'http://127.0.0.1:1'})));
		expect(cluster.target).toMatchObject({isInsecure: true, isReadOnly: true});
	});
});

it('perch does not follow a redirect', async () => {
	const elsewhere = await scriptedServer(version);
	const server = await scriptedServer((_request, response) => {
		response.writeHead(307, {location: `${elsewhere.url}/version`});
		response.end();
	});
	expect(await beat(kubeconfigText({server: server.url, cluster: caData(server)}))).toMatchObject({
		error: {kind: 'malformed', status: 307, message: expect.stringContaining('redirect')},
	});
	expect(elsewhere.served).toEqual([]);
});
