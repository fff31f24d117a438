import {createSecureServer, type Http2SecureServer} from 'node:http2';
import type {AddressInfo} from 'node:net';
import type {DemoClock} from '../../contract.ts';
import type {AccessPolicy} from '../access/access.ts';
import {demoPolicy} from '../access/demo-policy.ts';
import {createHandler} from '../handler.ts';
import {createWatchHub} from '../list/watch-hub.ts';
import {type Resource, shopResources} from '../resources.ts';
import type {PodLogs} from '../show/pod-log.ts';
import type {ApiStore} from '../store.ts';
import {createCertificates, type ServerCertificates} from './certificates.ts';
import {createFaults, type Faults} from './faults.ts';
import {createJournal, type Journal} from './journal.ts';
import {writeKubeconfig} from './kubeconfig.ts';
import {createRelay} from './relay.ts';
import {createResponder} from './responder.ts';
import type {ServiceBackends} from './service-proxy.ts';

interface ApiServerOptions {
	readonly store: ApiStore;
	readonly clock: DemoClock;
	/** Users, roles and bindings. */
	readonly policy?: AccessPolicy;
	readonly resources?: readonly Resource[];
	readonly serviceBackends?: ServiceBackends;
	/** The logs of containers; without them the server answers as one that reaches no node. */
	readonly podLogs?: PodLogs;
	readonly bookmarksEverySeconds?: number;
	/** A caller that restarts the server passes the old ones, so that clients still trust it; made new when left out. */
	readonly certificates?: ServerCertificates;
	/** How many requests the journal keeps. */
	readonly journalLimit?: number;
}

export interface ApiServer {
	/** Listens on loopback; port 0 takes a free one. */
	start(port?: number): Promise<{url: string; caPem: string; port: number}>;
	stop(): Promise<void>;
	readonly faults: Faults;
	readonly journal: Journal;
	/** How far the Date header is ahead of the clock, in milliseconds. */
	setDateSkew(skewMs: number): void;
	/** The text of a kubeconfig with a context for each user; the context `demo` is that of `user`. Throws before
	 * `start`. */
	kubeconfig(user?: string): string;
}

/** A Kubernetes API server over the objects of a store: TLS, HTTP/2 and HTTP/1.1, bearer tokens. */
export function createApiServer({
	store,
	clock,
	policy = demoPolicy,
	resources = shopResources,
	serviceBackends = new Map(),
	podLogs,
	bookmarksEverySeconds = 60,
	certificates,
	journalLimit = 10_000,
}: ApiServerOptions): ApiServer {
	const hub = createWatchHub({store, clock, bookmarksEveryMs: bookmarksEverySeconds * 1_000});
	const journal = createJournal({limit: journalLimit, openWatches: () => hub.size});
	const relay = createRelay();
	const faults = createFaults(hub, relay);
	let dateSkewMs = 0;
	let running: {server: Http2SecureServer; url: string; caPem: string; port: number} | undefined;
	const handle = createHandler({
		store,
		hub,
		clock,
		policy,
		resources,
		backends: serviceBackends,
		podLogs,
		serverAddress: () => `127.0.0.1:${running?.port}`,
	});
	const respond = createResponder({handle, faults, journal, clock, dateSkewMs: () => dateSkewMs});

	return {
		async start(port = 0) {
			const {caPem, certificatePem, keyPem} =
				certificates ?? (await createCertificates({name: 'perch-demo', nowMs: clock.nowMs()}));
			const server = createSecureServer({
				cert: certificatePem,
				key: keyPem,
				allowHTTP1: true,
				settings: {maxConcurrentStreams: 250},
			});
			server.on('secureConnection', () => journal.countHandshake());
			server.on('request', (request, response) => {
				// A bug must not look like a slow server: end the process that runs the demo.
				respond(request, response).catch((error: unknown) =>
					queueMicrotask(() => {
						throw error;
					}),
				);
			});
			const {promise, resolve, reject} = Promise.withResolvers<void>();
			server.once('error', reject);
			server.listen(0, '127.0.0.1', resolve);
			await promise;
			const publicPort = await relay.listen(port, (server.address() as AddressInfo).port);
			running = {server, url: `https://127.0.0.1:${publicPort}`, caPem, port: publicPort};
			return {url: running.url, caPem, port: publicPort};
		},
		async stop() {
			hub.close();
			await relay.close();
			const server = running?.server;
			running = undefined;
			if (server === undefined) return;
			const {promise, resolve} = Promise.withResolvers<void>();
			server.close(() => resolve());
			await promise;
		},
		faults,
		journal,
		setDateSkew(skewMs) {
			dateSkewMs = skewMs;
		},
		kubeconfig(user = policy.users[0]?.name ?? '') {
			if (running === undefined) throw new Error('The API server has no address before it is started');
			return writeKubeconfig({url: running.url, caPem: running.caPem, users: policy.users, current: user});
		},
	};
}
