import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createServer as createTlsServer, type ServerOptions} from 'node:https';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';

/** One request as it arrived. */
export interface Received {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingMessage['headers'];
	/** The parameters of the URL and of the form in the body. */
	readonly parameters: URLSearchParams;
}

export type Script = (request: Received, response: ServerResponse) => void | Promise<void>;

export interface ScriptedServer {
	readonly url: string;
	readonly received: readonly Received[];
	close(): Promise<void>;
}

/** A server on loopback that answers as the script says. */
export async function startScriptedServer(
	script: Script,
	tls?: ServerOptions,
	host = '127.0.0.1',
): Promise<ScriptedServer> {
	const received: Received[] = [];
	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		const url = new URL(request.url ?? '/', 'http://loopback');
		const body = await text(request);
		const parameters = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]);
		const seen = {method: request.method ?? '', path: url.pathname, headers: request.headers, parameters};
		received.push(seen);
		await script(seen, response);
	};
	const listener = (request: IncomingMessage, response: ServerResponse) => {
		answer(request, response).catch(() => response.destroy());
	};
	const server = tls ? createTlsServer(tls, listener) : createServer(listener);
	// Some tests make the client break off the handshake.
	server.on('tlsClientError', () => {});
	await new Promise<void>(resolve => server.listen(0, host, resolve));
	const {port} = server.address() as AddressInfo;
	return {
		url: `${tls ? 'https' : 'http'}://${host}:${port}`,
		received,
		close: () =>
			new Promise(resolve => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

export function json(body: unknown, status = 200): Script {
	return (_request, response) => {
		response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
	};
}

export function page(status: number, html = '<html><h1>Bad Gateway</h1></html>'): Script {
	return (_request, response) => {
		response.writeHead(status, {'content-type': 'text/html; charset=utf-8'}).end(html);
	};
}

/** A successful answer of one sample for each value. */
export function vector(...values: readonly string[]): Script {
	const result = values.map((value, at) => ({metric: {series: String(at)}, value: [1_790_000_000.25, value]}));
	return json({status: 'success', data: {resultType: 'vector', result}});
}
