import type {Dispatcher} from 'undici';
import {err, ok, type Result} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Cancel, ClockPort} from '../../../ports/clock.ts';
import {type Answer, type Failure, failure, networkFailure} from './failure.ts';

export interface WireRequest {
	readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	/** Includes the query. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string | string[]>>;
	readonly body: string | null;
}

export interface StreamListener {
	opened(): void;
	received(chunk: Buffer): void;
}

export interface ExchangeOptions {
	readonly dispatcher: Dispatcher;
	readonly request: WireRequest;
	/** Receives a 2xx body chunk by chunk. The answer's text is then empty, and the deadline covers only its
	 * beginning. */
	readonly stream: StreamListener | null;
	readonly timeoutMs: number;
	readonly maximumBytes: number;
	readonly clock: ClockPort;
	readonly signal: AbortSignal;
}

/** Sends one request, once, and gives its answer, whatever its status. A failure says whether anything can
 * have been sent. */
export function exchange(options: ExchangeOptions): Promise<Result<Answer, Failure>> {
	const {stream, timeoutMs, maximumBytes, clock, signal} = options;
	return new Promise(resolve => {
		const chunks: Buffer[] = [];
		let bytes = 0;
		let head: Omit<Answer, 'text'> | null = null;
		let isStreaming = false;
		let cancelDeadline: Cancel = () => {};
		const onAbort = () => abort(failure('cancelled', safe`no longer wanted`, true));
		const abort = dispatch(options.dispatcher, options.request, {
			answered(status, headers) {
				head = {status, headers};
				isStreaming = stream !== null && isSuccess(status);
				if (!isStreaming) return;
				cancelDeadline();
				stream?.opened();
			},
			received(chunk) {
				if (isStreaming) return stream?.received(chunk);
				bytes += chunk.length;
				if (bytes > maximumBytes) abort(failure('malformed', tooLong(maximumBytes), true));
				else chunks.push(chunk);
			},
			ended(failed) {
				cancelDeadline();
				signal.removeEventListener('abort', onAbort);
				if (failed) resolve(err(failed));
				else if (head === null) resolve(err(failure('malformed', safe`the server gave no answer`, true)));
				else resolve(ok({...head, text: Buffer.concat(chunks).toString('utf8')}));
			},
		});
		cancelDeadline = clock.after(timeoutMs, () =>
			abort(failure('timeout', safe`no answer within ${timeoutMs / 1000} s`, true)),
		);
		signal.addEventListener('abort', onAbort, {once: true});
		if (signal.aborted) onAbort();
	});
}

export function isSuccess(status: number): boolean {
	return status >= 200 && status < 300;
}

/** `ended` is the last call; its null says that the answer is complete. */
interface WireListener {
	answered(status: number, headers: Readonly<Record<string, string>>): void;
	received(chunk: Buffer): void;
	ended(failed: Failure | null): void;
}

/** Uses the dispatcher directly, because only its `onRequestStart` tells a request that still waited for a
 * connection from one that was sent. After a lost reply that decides everything. Never calls the listener
 * before it returns. */
function dispatch(dispatcher: Dispatcher, request: WireRequest, listener: WireListener): (why: Failure) => void {
	let wasSent = false;
	let isOver = false;
	let abortStream: (() => void) | null = null;
	const end = (failed: Failure | null) => {
		if (isOver) return;
		isOver = true;
		listener.ended(failed);
	};
	const handler: Dispatcher.DispatchHandler = {
		onRequestStart(controller) {
			abortStream = () => controller.abort(new Error('no longer wanted'));
			// undici repeats a request when an HTTP/2 server says that it did not process it. We never repeat a write
			// for that: perch reads the object back instead.
			if (wasSent && request.method !== 'GET') end(failure('unreachable', notRepeated, true));
			if (isOver) abortStream();
			else wasSent = true;
		},
		onResponseStart(_controller, status, headers) {
			if (!isOver && status >= 200) listener.answered(status, flat(headers));
		},
		onResponseData(_controller, chunk) {
			if (!isOver) listener.received(chunk);
		},
		onResponseEnd: () => end(null),
		onResponseError: (_controller, error) => end(networkFailure(error, wasSent)),
	};
	// The caller sets the deadlines: a watch may be silent for a minute, and a list may take a minute.
	const unlimited = {headersTimeout: 0, bodyTimeout: 0};
	queueMicrotask(() => {
		if (isOver) return;
		try {
			dispatcher.dispatch({...request, headers: {...request.headers}, ...unlimited}, handler);
		} catch (error) {
			// The connection was closed, or a header cannot be sent.
			end(networkFailure(error, wasSent));
		}
	});
	return why => {
		end({...why, wasSent});
		// Node 26 never ends its next write on a connection whose stream was cut off with a body still to be sent: perch
		// hung, and took memory until it died. Cutting off a write would undo nothing; its answer is left unread.
		if (request.body === null) abortStream?.();
	};
}

function flat(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
	const flattened: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value !== undefined) flattened[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
	}
	return flattened;
}

const notRepeated = safe`the server ended the connection without an answer`;

function tooLong(bytes: number): SafeText {
	return safe`the answer is longer than ${Math.round(bytes / 2 ** 20)} MiB`;
}
