import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createSecureServer, type Http2ServerRequest, type Http2ServerResponse} from 'node:http2';
import type {Socket} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import {gzipSync} from 'node:zlib';
import {semanticsOf} from '../promql/semantics.ts';
import type {SeriesSource} from '../promql/series-source.ts';
import type {ExposedSample} from './exposition.ts';
import {createFaultSwitch, type FaultSwitch, withFault} from './faults.ts';
import {createJournal, type Journal} from './journal.ts';
import type {Reply} from './reply.ts';
import {type Api, answer} from './routes.ts';
import type {ScrapeTarget} from './status-routes.ts';

/** The version that the demo imitates by default. */
const defaultVersion = '2.42.0';

/** How long a connection may be idle before the server closes it. */
const idleConnectionMs = 300_000;

export interface PrometheusServerSettings {
	readonly source: SeriesSource;
	readonly clock: {nowMs(): number};
	/** Default 1 s. */
	readonly scrapeIntervalMs?: number;
	readonly targets?: readonly ScrapeTarget[];
	/** The current values for `/metrics`; nothing by default. */
	readonly expose?: (atMs: number) => Iterable<ExposedSample>;
	/** The scraping; the fault `scrape-stopped` stops it. */
	readonly scraping?: {stop(): void; resume(): void; newestMs(nowMs: number): number};
	/** PEM. With `tls` the server speaks HTTP/2 and HTTP/1.1 over TLS, without it plain HTTP/1.1. */
	readonly tls?: {readonly key: string; readonly cert: string};
	readonly version?: string;
}

export interface PrometheusServer {
	/** Listens on 127.0.0.1 and returns the address. Port 0, the default, is any free port. */
	start(port?: number): Promise<{readonly url: string; readonly port: number}>;
	/** Cuts the open connections and stops listening. */
	stop(): Promise<void>;
	readonly faults: FaultSwitch;
	readonly journal: Journal;
}

/** The Prometheus HTTP API (https://prometheus.io/docs/prometheus/latest/querying/api/) over any source of series. */
export const createPrometheusServer = (settings: PrometheusServerSettings): PrometheusServer => {
	const {source, clock, scraping, tls, scrapeIntervalMs = 1000, version = defaultVersion} = settings;
	const api: Api = {
		identity: {version, scrapeIntervalMs, targets: settings.targets ?? []},
		settings: {source, semantics: semanticsOf(version)},
		expose: settings.expose ?? (() => []),
		newestScrapeMs: nowMs => scraping?.newestMs(nowMs) ?? nowMs,
	};
	const journal = createJournal();
	const sockets = new Set<Socket>();
	const faults = createFaultSwitch(fault => {
		if (fault.kind === 'scrape-stopped') scraping?.stop();
		else scraping?.resume();
		if (fault.kind === 'down') for (const socket of sockets) socket.destroy();
	});

	const serve = async (request: Request, response: Response): Promise<void> => {
		const url = new URL(request.url ?? '/', 'http://demo');
		const parameters = new URLSearchParams(url.search);
		for (const [name, value] of new URLSearchParams(await readForm(request))) parameters.append(name, value);

		const fault = faults.current;
		if (fault.kind === 'slow') await pause(fault.afterMs, undefined, {ref: false});
		const nowMs = clock.nowMs();
		const asked = {method: request.method ?? 'GET', path: url.pathname, parameters, nowMs};
		const isApi = url.pathname.startsWith('/api/');
		const reply = isApi ? withFault(fault, () => answer(asked, api)) : answer(asked, api);
		const {method, path} = asked;
		journal.add({atMs: nowMs, method, path, parameters: Object.fromEntries(parameters), status: reply.status});
		send(reply, request, response);
	};

	const listener = (request: Request, response: Response): void => {
		serve(request, response).catch((error: unknown) => {
			// The client has gone, or the demo has a bug: end this exchange in both cases.
			if (!response.writableEnded) response.destroy(error instanceof Error ? error : undefined);
		});
	};
	const server =
		tls === undefined
			? createServer(listener)
			: createSecureServer(
					{...tls, allowHTTP1: true},
					listener as (a: Http2ServerRequest, b: Http2ServerResponse) => void,
				);

	// As long as a real Prometheus. Node's default of five seconds would cut a client that asks every few seconds in
	// the middle of a request.
	if ('keepAliveTimeout' in server) server.keepAliveTimeout = idleConnectionMs;

	server.on('connection', (socket: Socket) => {
		if (faults.current.kind === 'down') {
			journal.add({atMs: clock.nowMs(), method: '', path: '', parameters: {}, status: 'cut'});
			socket.destroy();
			return;
		}
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});

	return {
		faults,
		journal,
		start: (port = 0) =>
			new Promise((resolve, reject) => {
				server.once('error', reject);
				server.listen(port, '127.0.0.1', () => {
					const address = server.address();
					if (typeof address !== 'object' || address === null) throw new Error('a TCP server has a port');
					resolve({url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`, port: address.port});
				});
			}),
		stop: () =>
			new Promise(resolve => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			}),
	};
};

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

const readForm = async (request: Request): Promise<string> => {
	const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return isForm ? Buffer.concat(chunks).toString('utf8') : '';
};

const send = ({status, contentType, body}: Reply, request: Request, response: Response): void => {
	const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
	const payload = takesGzip ? gzipSync(body, {level: 1}) : Buffer.from(body);
	const headers = {
		'content-type': contentType,
		'content-length': payload.length,
		...(takesGzip && {'content-encoding': 'gzip'}),
	};
	(response as ServerResponse).writeHead(status, headers);
	(response as ServerResponse).end(request.method === 'HEAD' ? undefined : payload);
};
