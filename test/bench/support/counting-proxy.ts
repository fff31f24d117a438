import {createServer, request as send} from 'node:http';
import type {AddressInfo} from 'node:net';

/** Passes queries on to a Prometheus and remembers them. */
export interface CountingProxy {
	readonly url: string;
	readonly queries: readonly {readonly path: string; readonly promql: string}[];
	close(): void;
}

export async function countingProxy(target: string): Promise<CountingProxy> {
	const queries: {path: string; promql: string}[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks);
			const url = new URL(request.url ?? '/', target);
			const promql = new URLSearchParams(body.toString()).get('query') ?? url.searchParams.get('query') ?? '';
			queries.push({path: url.pathname, promql});
			const passed = send(url, {method: request.method, headers: request.headers}, answer => {
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(response);
			});
			passed.on('error', () => response.destroy());
			passed.end(body);
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		queries,
		close() {
			server.close();
			server.closeAllConnections();
		},
	};
}
