import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type ServerResponse} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export interface Recorded {
	readonly path: string;
	readonly list?: unknown;
	readonly event?: {readonly type: string};
}

/** An API server that plays a recorded stream: lists at once, watch events when the test lets them go. */
export const startReplayApi = async (stream: string) => {
	const text = readFileSync(new URL(`../../../fixtures/streams/${stream}.jsonl`, import.meta.url), 'utf8');
	const recorded = text
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Recorded);
	const lists = new Map(
		recorded.filter(({list}) => list !== undefined).map(({path, list}) => [everywhere(path), list]),
	);
	const events = recorded.filter(({event}) => event !== undefined);
	const watches = new Map<string, ServerResponse>();
	let requests = 0;

	const server = createServer((request, response) => {
		requests += 1;
		const url = new URL(request.url ?? '', 'http://api');
		if (request.headers.authorization !== 'Bearer replay') return void response.writeHead(401).end('{}');
		if (url.searchParams.has('watch')) {
			response.writeHead(200, {'content-type': 'application/json'});
			response.flushHeaders();
			watches.set(url.pathname, response);
			return;
		}
		const list = lists.get(url.pathname);
		response.writeHead(list === undefined ? 404 : 200).end(JSON.stringify(list ?? {}));
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;

	const folder = mkdtempSync(join(tmpdir(), 'perch-replay-'));
	const kubeconfigPath = join(folder, 'config');
	const kubeconfig = {
		'current-context': 'demo',
		contexts: [{name: 'demo', context: {cluster: 'demo', user: 'demo'}}],
		clusters: [{name: 'demo', cluster: {server: `http://127.0.0.1:${port}`}}],
		users: [{name: 'demo', user: {token: 'replay'}}],
	};
	writeFileSync(kubeconfigPath, JSON.stringify(kubeconfig));

	return {
		kubeconfigPath,
		watching: () => [...watches.keys()].sort(),
		requests: () => requests,
		/** Sends the next recorded events, up to the first that `isLast` accepts, and returns that one. */
		playUntil: (isLast: (recorded: Recorded) => boolean): Recorded | undefined => {
			for (;;) {
				const next = events.shift();
				if (next === undefined) return undefined;
				watches.get(everywhere(next.path))?.write(`${JSON.stringify(next.event)}\n`);
				if (isLast(next)) return next;
			}
		},
		/** Ends all watches with an error, as a server does that has forgotten the version. */
		expire: () => {
			const gone = {type: 'ERROR', object: {kind: 'Status', apiVersion: 'v1', code: 410, reason: 'Expired'}};
			for (const watch of watches.values()) watch.end(`${JSON.stringify(gone)}\n`);
			watches.clear();
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise(resolve => server.close(resolve));
			rmSync(folder, {recursive: true, force: true});
		},
	};
};

/** The stream was recorded in one namespace; a client of the whole cluster asks without it. */
const everywhere = (path: string): string => path.replace(/\/namespaces\/[^/]+/, '');
