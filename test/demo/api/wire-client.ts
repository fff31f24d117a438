import {type ClientHttp2Session, connect, constants} from 'node:http2';

/** What a test sends. */
export interface WireRequest {
	readonly method?: string;
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly token?: string;
	/** Sent as JSON, or as it is when it is text. */
	readonly body?: unknown;
}

export interface WireResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	/** Resolves at the end of the stream. */
	text(): Promise<string>;
	/** The lines, as they come. */
	lines(): AsyncGenerator<Record<string, unknown>>;
	hangUp(): void;
}

/** A bare HTTP/2 client: one connection, nothing added to a request. */
export interface WireClient {
	send(request: WireRequest): Promise<WireResponse>;
	/** Sends, reads to the end and parses. */
	json(request: WireRequest): Promise<{status: number; headers: WireResponse['headers']; body: Body}>;
	readonly session: ClientHttp2Session;
	close(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
export type Body = any;

export function createWireClient({url, caPem}: {url: string; caPem: string}): WireClient {
	const session = connect(url, {ca: caPem});
	// An error of the session also ends its streams, which report it to the caller.
	session.on('error', () => {});
	const client: WireClient = {
		session,
		async send({method = 'GET', path, headers = {}, token, body}) {
			const stream = session.request(
				{
					[constants.HTTP2_HEADER_METHOD]: method,
					[constants.HTTP2_HEADER_PATH]: path,
					...(token === undefined ? {} : {authorization: `Bearer ${token}`}),
					...headers,
				},
				// Otherwise Node would end a DELETE before its body.
				{endStream: false},
			);
			const {promise, resolve, reject} = Promise.withResolvers<Record<string, unknown>>();
			stream.on('response', resolve).on('error', reject);
			stream.on('close', () => reject(new Error('closed without a response')));
			stream.end(
				body === undefined || body === null ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
			);
			const received = await promise;
			stream.setEncoding('utf8');
			return {
				status: Number(received[':status']),
				headers: Object.fromEntries(Object.entries(received).map(([name, value]) => [name, String(value)])),
				async text() {
					let text = '';
					for await (const chunk of stream) text += String(chunk);
					return text;
				},
				async *lines() {
					let rest = '';
					for await (const chunk of stream) {
						const parts = (rest + String(chunk)).split('\n');
						rest = parts.pop() ?? '';
						for (const part of parts) yield JSON.parse(part) as Record<string, unknown>;
					}
				},
				hangUp: () => stream.close(),
			};
		},
		async json(request) {
			const {status, headers, text} = await client.send(request);
			return {status, headers, body: JSON.parse(await text()) as Body};
		},
		close: () => session.destroy(),
	};
	return client;
}
