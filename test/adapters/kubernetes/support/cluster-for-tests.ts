import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach} from 'vitest';
import {type Cluster, type ClusterOptions, createCluster} from '../../../../source/adapters/kubernetes/cluster.ts';
import {type KubeTarget, loadKubeTarget} from '../../../../source/adapters/kubernetes/kubeconfig/kubeconfig.ts';
import {type ApiServer, createApiServer} from '../../../../source/demo/api/connection/server.ts';
import type {ServiceBackend} from '../../../../source/demo/api/connection/service-proxy.ts';
import {type ApiStore, createObjectStore} from '../../../../source/demo/api/store.ts';
import type {SafeText} from '../../../../source/domain/text/safe-text.ts';
import type {WatchRequest} from '../../../../source/ports/cluster.ts';
import {testKinds} from './kinds.ts';
import {createTestClock, type TestClock} from './test-clock.ts';
import {createView, type View} from './view.ts';

/** A fresh demo API server for each test, and perch's adapter for it, as `admin` unless a context is given. */
export interface ClusterForTests {
	readonly clock: TestClock;
	readonly store: ApiStore;
	readonly server: ApiServer;
	readonly backends: Map<string, ServiceBackend>;
	readonly logged: readonly SafeText[];
	target(context?: string): Promise<KubeTarget>;
	cluster(options?: Partial<ClusterOptions> & {context?: string}): Promise<Cluster>;
	/** Creates an object in `shop`. */
	put(resource: string, kind: string, name: string, rest?: Readonly<Record<string, unknown>>): void;
	/** The objects that the server holds, written as in `View.held`. */
	held(resource: string): readonly string[];
}

export function clusterForTests(): ClusterForTests {
	let clock: TestClock;
	let store: ApiStore;
	let server: ApiServer;
	let backends: Map<string, ServiceBackend>;
	let logged: SafeText[];
	let folder: string;
	let open: Cluster[];

	beforeEach(async () => {
		clock = createTestClock();
		store = createObjectStore({seed: 1, clock});
		backends = new Map();
		server = createApiServer({store, clock, serviceBackends: backends});
		logged = [];
		open = [];
		folder = mkdtempSync(join(tmpdir(), 'perch-'));
		await server.start();
		for (const name of ['default', 'kube-system', 'shop']) {
			store.create('namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name}}, {manager: 'test'});
		}
	});

	afterEach(async () => {
		for (const cluster of open) cluster.close();
		await server.faults.clear();
		await server.stop();
		rmSync(folder, {recursive: true});
	});

	const test: ClusterForTests = {
		get clock() {
			return clock;
		},
		get store() {
			return store;
		},
		get server() {
			return server;
		},
		get backends() {
			return backends;
		},
		get logged() {
			return logged;
		},
		async target(context) {
			const path = join(folder, 'config');
			writeFileSync(path, server.kubeconfig('admin'));
			const target = await loadKubeTarget({
				kubeconfigPath: path,
				contextName: context ?? null,
				env: {},
				homeFolder: folder,
			});
			if (!target.ok) throw new Error(target.error);
			return target.value;
		},
		async cluster({context, ...options} = {}) {
			const cluster = createCluster({
				target: await test.target(context),
				kinds: testKinds,
				isReadOnly: false,
				allowInsecureWrites: false,
				version: '1.2.3',
				clock,
				random: () => 0.5,
				log: message => logged.push(message),
				...options,
			});
			open.push(cluster);
			return cluster;
		},
		put(resource, kind, name, rest = {}) {
			const {metadata, ...body} = rest as {metadata?: object};
			const object = {apiVersion: 'any', kind, metadata: {name, namespace: 'shop', ...metadata}, ...body};
			store.create(resource, object, {manager: 'test'});
		},
		held: resource =>
			store
				.list(resource)
				.map(({metadata}) => `${metadata.namespace}/${metadata.name}@${metadata.resourceVersion}`)
				.sort(),
	};
	return test;
}

export const signal = new AbortController().signal;

/** Starts a watch and keeps its updates. */
export function viewOf(cluster: Cluster, request: WatchRequest): View & {stop(): void} {
	const view = createView();
	const stop = cluster.watch(request, update => view.take(update));
	return Object.assign(view, {stop});
}
