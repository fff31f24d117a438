import {afterEach, beforeEach} from 'vitest';
import {type ApiServer, createApiServer} from '../../../source/demo/api/connection/server.ts';
import type {ServiceBackend} from '../../../source/demo/api/connection/service-proxy.ts';
import {type ApiStore, createObjectStore} from '../../../source/demo/api/store.ts';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {createManualClock, type ManualClock} from './manual-clock.ts';
import {createWireClient, type WireClient} from './wire-client.ts';

/** A fresh API server for each test, with the namespaces `default` and `shop` and one Rollout `shop/checkout`. */
export interface TestServer {
	readonly clock: ManualClock;
	readonly store: ApiStore;
	readonly server: ApiServer;
	readonly client: WireClient;
	readonly address: {url: string; caPem: string};
	readonly backends: Map<string, ServiceBackend>;
	/** Creates an object in `shop`. */
	put(id: string, kind: string, name: string, rest?: Record<string, unknown>): KubeObject;
	/** Creates the Services s0, s1, … */
	putServices(count: number): void;
	rollout(): KubeObject | undefined;
}

export const servicesPath = '/api/v1/namespaces/shop/services';
export const rolloutPath = '/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/checkout';
export const adminToken = 'demo-admin';
export const mergePatch = {'content-type': 'application/merge-patch+json'};

export function apiServerForTests(): TestServer {
	let current: Omit<TestServer, 'put' | 'putServices' | 'rollout'> | undefined;
	const now = () => {
		if (current === undefined) throw new Error('The server is there only inside a test');
		return current;
	};

	beforeEach(async () => {
		const clock = createManualClock();
		const store = createObjectStore({seed: 1, clock});
		const backends = new Map<string, ServiceBackend>();
		const server = createApiServer({store, clock, serviceBackends: backends, bookmarksEverySeconds: 60});
		const address = await server.start();
		current = {clock, store, server, client: createWireClient(address), address, backends};
		for (const name of ['default', 'shop']) {
			store.create('namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name}}, {manager: 'test'});
		}
		const body = {spec: {replicas: 2, paused: false}, status: {abort: false}};
		test.put('rollouts.argoproj.io', 'Rollout', 'checkout', body);
	});

	afterEach(async () => {
		current?.client.close();
		await current?.server.stop();
		current = undefined;
	});

	const test: TestServer = {
		get clock() {
			return now().clock;
		},
		get store() {
			return now().store;
		},
		get server() {
			return now().server;
		},
		get client() {
			return now().client;
		},
		get address() {
			return now().address;
		},
		get backends() {
			return now().backends;
		},
		put(id, kind, name, {labels, ...body} = {}) {
			const metadata = {
				name,
				namespace: 'shop',
				...(labels === undefined ? {} : {labels: labels as Record<string, string>}),
			};
			return now().store.create(id, {apiVersion: 'any', kind, metadata, ...body}, {manager: 'test'});
		},
		putServices(count) {
			const spec = {ports: [{name: 'http', port: 9090}]};
			for (let index = 0; index < count; index++) test.put('services', 'Service', `s${index}`, {spec});
		},
		rollout: () => now().store.get('rollouts.argoproj.io', 'shop', 'checkout'),
	};
	return test;
}
