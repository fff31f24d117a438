import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createCluster} from '../../../source/adapters/kubernetes/cluster.ts';
import {loadKubeTarget} from '../../../source/adapters/kubernetes/kubeconfig/kubeconfig.ts';
import {createSystemClock} from '../../../source/adapters/system/system-clock.ts';
import {createApiServer} from '../../../source/demo/api/connection/server.ts';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import {SERVICES} from '../../../source/kinds/service.ts';
import type {Figure} from '../figure.ts';
import type {Program} from '../support/program.ts';

const reads = 1_000;

/** TLS handshakes of perch's adapter for a watch and a thousand reads, as many at once as a busy screen makes; counted
 * by the server. */
export async function handshakes(program: Program): Promise<readonly Figure[]> {
	const clock = createSystemClock();
	const store = createObjectStore({seed: 1, clock});
	const metadata = {namespace: 'shop', name: 'checkout'};
	const writer = {manager: 'bench'};
	store.create('namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop'}}, writer);
	store.create('services', {apiVersion: 'v1', kind: 'Service', metadata, spec: {ports: [{port: 80}]}}, writer);
	const server = createApiServer({
		store,
		clock: {
			nowMs: clock.nowMs,
			schedule(afterMs, run) {
				const timer = setTimeout(run, afterMs);
				return {cancel: () => clearTimeout(timer)};
			},
		},
	});
	await server.start();
	const path = join(program.folder, 'kubeconfig-handshakes');
	writeFileSync(path, server.kubeconfig(), {mode: 0o600});
	const target = await loadKubeTarget({kubeconfigPath: path, contextName: null, env: {}, homeFolder: program.folder});
	if (!target.ok) throw new Error(target.error);
	const cluster = createCluster({
		target: target.value,
		kinds: [SERVICES],
		isReadOnly: true,
		allowInsecureWrites: false,
		version: 'bench',
		clock,
		random: Math.random,
	});
	const listed = Promise.withResolvers<void>();
	cluster.watch({kind: SERVICES}, update => {
		if (update.kind === 'listed') listed.resolve();
	});
	await listed.promise;
	const {signal} = new AbortController();
	const ref = {kindId: SERVICES.id, ...metadata};
	for (let done = 0; done < reads; done += 20) {
		const answers = await Promise.all(Array.from({length: 20}, () => cluster.read(ref, signal)));
		if (answers.some(answer => !answer.ok)) throw new Error('a read failed');
	}
	const {requests, tlsHandshakes} = server.journal.counters;
	cluster.close();
	await server.stop();
	return [
		{
			name: 'TLS handshakes per 1,000 requests',
			value: (tlsHandshakes / requests) * 1_000,
			unit: '',
			reach: 4,
			note: `${tlsHandshakes} in ${requests} requests, 20 at once, beside a watch`,
		},
	];
}
