import {createServer, type IncomingHttpHeaders, request as send} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gunzipSync} from 'node:zlib';

/** Passes queries on to a Prometheus and remembers them. */
export interface CountingProxy {
	readonly url: string;
	readonly queries: readonly PassedQuery[];
	close(): void;
}

export interface PassedQuery {
	/** On the clock of `performance.now()`. */
	readonly atMs: number;
	/** Seconds since the epoch. */
	readonly sentAtSecond: number;
	readonly path: string;
	readonly promql: string;
	/** What a range query spans, in seconds since the epoch; null for any other. */
	readonly range: {readonly start: number; readonly end: number} | null;
	/** What was answered, read only now, so that the proxy costs little while it passes; null before the answer's end. */
	answer(): PassedAnswer | null;
}

export interface PassedAnswer {
	readonly wireBytes: number;
	readonly unpackedBytes: number;
	/** Pairs of a time and a value. */
	readonly samples: number;
}

export async function countingProxy(target: string): Promise<CountingProxy> {
	const queries: PassedQuery[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks);
			const url = new URL(request.url ?? '/', target);
			const parameters = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body.toString())]);
			let answered: {readonly body: Buffer; readonly headers: IncomingHttpHeaders} | null = null;
			queries.push({
				atMs: performance.now(),
				sentAtSecond: Date.now() / 1000,
				path: url.pathname,
				promql: parameters.get('query') ?? '',
				range: rangeOf(url.pathname, parameters),
				answer: () => answered && measured(answered),
			});
			const passed = send(url, {method: request.method, headers: request.headers}, answer => {
				const pieces: Buffer[] = [];
				answer.on('data', (piece: Buffer) => pieces.push(piece));
				answer.on('end', () => {
					answered = {body: Buffer.concat(pieces), headers: answer.headers};
				});
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

function rangeOf(path: string, parameters: URLSearchParams): PassedQuery['range'] {
	if (!path.endsWith('/query_range')) return null;
	const [start, end] = ['start', 'end'].map(name => Number.parseFloat(parameters.get(name) ?? ''));
	return {start: start ?? Number.NaN, end: end ?? Number.NaN};
}

interface Series {
	readonly value?: unknown;
	readonly values?: readonly unknown[];
}

function measured({body, headers}: {readonly body: Buffer; readonly headers: IncomingHttpHeaders}): PassedAnswer {
	const unpacked = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
	return {wireBytes: body.length, unpackedBytes: unpacked.length, samples: samplesIn(unpacked.toString())};
}

/** 0 for what is no answer to a query. */
function samplesIn(text: string): number {
	let answer: {readonly data?: {readonly result?: readonly Series[]}};
	try {
		answer = JSON.parse(text);
	} catch {
		return 0;
	}
	const {result} = answer.data ?? {};
	if (!Array.isArray(result)) return 0;
	return result.reduce((sum, {value, values}: Series) => sum + (values?.length ?? (value ? 1 : 0)), 0);
}
