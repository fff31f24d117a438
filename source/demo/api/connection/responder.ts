import type {Http2ServerRequest, Http2ServerResponse} from 'node:http2';
import type {DemoClock} from '../../contract.ts';
import type {Handled} from '../handler.ts';
import {bodyTooLarge, refuse} from '../status.ts';
import type {Answer, ApiRequest, Reply, Stream} from './exchange.ts';
import {faultReply} from './fault-reply.ts';
import type {Fault, Faults} from './faults.ts';
import type {WritableJournal} from './journal.ts';

const maxBodyBytes = 3 * 1024 * 1024;

/** Hang up on a client that reads this far behind, as a real server does. */
const maxUnsentBytes = 64 * 1024 * 1024;

/** Handles one request on the wire up to its response, with the fault that hits it. */
export function createResponder({
	handle,
	faults,
	journal,
	clock,
	dateSkewMs,
}: {
	handle: (request: ApiRequest, isForbidden: boolean) => Promise<Handled>;
	faults: Faults;
	journal: WritableJournal;
	clock: DemoClock;
	dateSkewMs: () => number;
}): (request: Http2ServerRequest, response: Http2ServerResponse) => Promise<void> {
	return async (incoming, response) => {
		// A client may hang up at any moment; the handlers of `close` deal with it.
		incoming.on('error', () => {});
		response.on('error', () => {});
		response.setHeader('date', new Date(clock.nowMs() + dateSkewMs()).toUTCString());
		const request = await read(incoming);
		const fault = faults.take(incoming.method, incoming.url);
		const {answer, user} = await answerThrough(fault, request);
		const status = answer === undefined || fault?.kind === 'cutAfterCommit' ? 0 : statusOf(answer);
		journal.record({
			atMs: clock.nowMs(),
			method: incoming.method,
			path: incoming.url,
			userAgent: incoming.headers['user-agent'] ?? '',
			user,
			status,
			httpVersion: incoming.httpVersion,
			contentType: incoming.headers['content-type'] ?? '',
		});
		if (answer === undefined) {
			if (fault?.kind !== 'blackHole') cut(incoming);
		} else if (fault?.kind === 'cutAfterCommit') cut(incoming);
		else if (answer.kind === 'stream') openStream(answer, response);
		else if (fault?.kind === 'cutMidReply') sendHalf(answer, incoming, response);
		else send(answer, response);
	};

	/** An undefined answer means that the client gets none. */
	async function answerThrough(
		fault: Fault | undefined,
		request: ApiRequest | 'tooLarge' | 'hungUp',
	): Promise<{answer: Answer | undefined; user: string}> {
		if (request === 'hungUp') return {answer: undefined, user: ''};
		if (request === 'tooLarge') return {answer: bodyTooLarge(), user: ''};
		switch (fault?.kind) {
			case 'blackHole':
			case 'cutBeforeCommit':
				return {answer: undefined, user: ''};
			case 'status':
				return {answer: faultReply(fault), user: ''};
			case 'refused':
				return {answer: refuse(fault.body), user: ''};
			case 'slow': {
				const {promise, resolve} = Promise.withResolvers<void>();
				clock.schedule(fault.delayMs, resolve);
				await promise;
				return handle(request, false);
			}
			default:
				return handle(request, fault?.kind === 'forbidden');
		}
	}
}

async function read(incoming: Http2ServerRequest): Promise<ApiRequest | 'tooLarge' | 'hungUp'> {
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of incoming) {
			size += (chunk as Buffer).length;
			if (size > maxBodyBytes) return 'tooLarge';
			chunks.push(chunk as Buffer);
		}
	} catch {
		// Do not act on an incomplete request; its client is gone and gets no answer.
		return 'hungUp';
	}
	const {method, headers, url} = incoming;
	const queryAt = url.indexOf('?');
	const path = queryAt < 0 ? url : url.slice(0, queryAt);
	const query = new URLSearchParams(queryAt < 0 ? '' : url.slice(queryAt));
	return {method, path, query, headers, body: Buffer.concat(chunks)};
}

function statusOf(answer: Answer): number {
	return answer.kind === 'reply' ? answer.status : 200;
}

const alwaysSent = {'cache-control': 'no-cache, private'};

function send(reply: Reply, response: Http2ServerResponse): void {
	const length = Buffer.byteLength(reply.body);
	response.writeHead(reply.status, {...alwaysSent, ...reply.headers, 'content-length': String(length)});
	response.end(reply.body);
}

function openStream(stream: Stream, response: Http2ServerResponse): void {
	response.writeHead(200, {...alwaysSent, 'content-type': stream.contentType ?? 'application/json'});
	// Send the headers now, so that the client knows that the stream is open before anything is sent.
	response.write('');
	let isOver = false;
	const close = stream.open({
		write(text) {
			if (isOver) return;
			response.write(text);
			if (response.writableLength > maxUnsentBytes) response.destroy();
		},
		end() {
			isOver = true;
			response.end();
		},
	});
	response.on('close', () => {
		isOver = true;
		close();
	});
}

function sendHalf(reply: Reply, incoming: Http2ServerRequest, response: Http2ServerResponse): void {
	const body = Buffer.from(reply.body);
	const headers = {...alwaysSent, ...reply.headers, 'content-length': String(body.length)};
	response.writeHead(reply.status, headers);
	response.write(body.subarray(0, body.length / 2), () => cut(incoming));
}

/** Resets only this stream in HTTP/2, the whole connection in HTTP/1.1. */
function cut(incoming: Http2ServerRequest): void {
	if (incoming.httpVersionMajor === 2) incoming.stream.destroy(new Error('cut by a fault'));
	else incoming.socket.destroy();
}
