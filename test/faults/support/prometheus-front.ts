import {createServer, type IncomingMessage, type ServerResponse, request as send} from 'node:http';
import type {AddressInfo} from 'node:net';
import {buffer} from 'node:stream/consumers';

/** A server before a Prometheus, which passes every question on until it is told to answer some itself. */
export interface PrometheusFront {
	readonly url: string;
	/** Answers the question for the traffic of all services from now on; null passes it on again. */
	answerTraffic(script: TrafficScript | null): void;
	close(): Promise<void>;
}

export type TrafficScript = (response: ServerResponse) => void | Promise<void>;

export async function startPrometheusFront(target: string): Promise<PrometheusFront> {
	let script: TrafficScript | null = null;
	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await buffer(request);
		const url = new URL(request.url ?? '/', target);
		const promql = new URLSearchParams(body.toString()).get('query') ?? url.searchParams.get('query') ?? '';
		if (script && url.pathname.endsWith('/query') && /^[^[]*_requests_total[^_]*\[/.test(promql))
			return script(response);
		const passed = send(url, {method: request.method, headers: request.headers}, answer => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		passed.on('error', () => response.destroy());
		passed.end(body);
	}

	const server = createServer((request, response) => {
		serve(request, response).catch(() => response.destroy());
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		answerTraffic(next) {
			script = next;
		},
		close: () =>
			new Promise(resolve => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
