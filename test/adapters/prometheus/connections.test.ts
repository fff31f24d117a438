import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {noAccess} from '../../../source/adapters/prometheus/access.ts';
import {createCertificates} from '../../../source/demo/api/connection/certificates.ts';
import {clientOf, never} from './support/clients.ts';
import {type Script, startScriptedServer, vector} from './support/scripted-server.ts';

test('a thousand polls of several questions over TLS make four handshakes at most', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'perch-connections-'));
	const {caPem, certificatePem, keyPem} = await createCertificates({name: 'prometheus', nowMs: Date.now()});
	const caFile = join(folder, 'ca.pem');
	await writeFile(caFile, caPem);
	// Each connection over TLS has its own handshake, and its own port.
	const ports = new Set<number | undefined>();
	const script: Script = (request, response) => {
		ports.add(response.socket?.remotePort);
		return vector('1')(request, response);
	};
	const server = await startScriptedServer(script, {cert: certificatePem, key: keyPem});
	const client = clientOf(server.url, {access: {...noAccess, caFile}});
	try {
		for (let poll = 0; poll < 1_000; poll += 1) {
			const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(promql => client.instant({promql}, never)));
			expect(answers.every(({ok}) => ok)).toBe(true);
		}
		expect(server.received).toHaveLength(5_000);
		expect(ports.size).toBeLessThanOrEqual(4);
	} finally {
		client.close();
		await server.close();
		await rm(folder, {recursive: true});
	}
});
