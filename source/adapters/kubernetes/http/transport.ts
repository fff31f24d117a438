import type {Dispatcher} from 'undici';
import {err, ok, type Result} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ClockPort} from '../../../ports/clock.ts';
import type {Credential, Credentials} from '../credentials/credentials.ts';
import type {KubeTarget} from '../kubeconfig/kubeconfig.ts';
import {exchange, isSuccess, type StreamListener, type WireRequest} from './exchange.ts';
import {type Answer, type Failure, failure, refusal} from './failure.ts';
import {isReadOrReview, refuseLocally} from './request-policy.ts';

/** The only path to the API server. It sends nothing twice, except a read that got 401: once more, after the
 * credential was renewed. */
export interface Transport {
	/** A whole answer with any status; an error only when there is no answer. */
	ask(request: ApiRequest, signal: AbortSignal): Promise<Result<Answer, Failure>>;
	/** A whole 2xx answer. */
	send(request: ApiRequest, signal: AbortSignal): Promise<Result<Answer, Failure>>;
	/** A 2xx answer, chunk by chunk; resolves when the server ends it, or with the failure that cut it off. */
	follow(request: ApiRequest, listener: StreamListener, signal: AbortSignal): Promise<Result<void, Failure>>;
	/** Removes credentials from a text of the server and makes it safe to show. */
	redact(text: string): SafeText;
	close(): void;
}

export interface ApiRequest {
	readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	readonly path: string;
	readonly query?: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>>;
	/** JSON. */
	readonly body?: unknown;
	/** Joins the API server's audit log to ours. */
	readonly intentId?: string;
	/** Longer answers are refused; 64 MiB when left out. */
	readonly maximumBytes?: number;
	/** Until the answer is complete, or for a stream until it begins; 30 s when left out. */
	readonly timeoutMs?: number;
}

export interface TransportOptions {
	readonly target: KubeTarget;
	readonly credentials: Credentials;
	readonly isReadOnly: boolean;
	readonly version: string;
	readonly clock: ClockPort;
	readonly pingIntervalMs: number;
}

export function createTransport(options: TransportOptions): Transport {
	const {credentials, clock} = options;
	const connections = createConnections(options);
	const redact = (text: string) => credentials.redact(text);

	const attempt = async (credential: Credential, asked: Asked): Promise<Result<Answer, Failure>> => {
		const dispatcher = await connections.to(credential);
		if (dispatcher === null) return err(failure('cancelled', safe`the connection was closed`, false));
		return exchange({
			dispatcher,
			request: wireRequest(options, asked.request, credential),
			stream: asked.stream,
			timeoutMs: asked.request.timeoutMs ?? 30_000,
			maximumBytes: asked.request.maximumBytes ?? 64 * 2 ** 20,
			clock,
			signal: asked.signal,
		});
	};

	const answerTo = async (asked: Asked): Promise<Result<Answer, Failure>> => {
		const {method, path, headers} = asked.request;
		const contentType = headers?.['content-type'] ?? null;
		const refused = refuseLocally({method, path, contentType, isReadOnly: options.isReadOnly});
		if (refused !== null) return err(failure('refusedLocally', refused, false));
		const credential = await unlessAborted(credentials.current(), asked.signal);
		if (credential === null) return err(failure('cancelled', safe`no longer wanted`, false));
		if (!credential.ok) return err(failure('noCredential', credential.error, false));
		const answer = await attempt(credential.value, asked);
		if (!answer.ok || answer.value.status !== 401) return answer;
		const renewed = await unlessAborted(credentials.renew(credential.value), asked.signal);
		// We never send a refused write again, not even when it certainly changed nothing.
		return renewed?.ok && isReadOrReview(method, path) ? attempt(renewed.value, asked) : answer;
	};

	const only2xx = (answer: Result<Answer, Failure>): Result<Answer, Failure> => {
		if (!answer.ok || isSuccess(answer.value.status)) return answer;
		const refused = refusal({...answer.value, text: credentials.mask(answer.value.text)}, redact, clock.nowMs());
		const why = answer.value.status === 401 ? credentials.whyRefused() : null;
		return err(why === null ? refused : {...refused, error: {...refused.error, kind: 'noCredential', message: why}});
	};

	return {
		ask: (request, signal) => answerTo({request, stream: null, signal}),
		send: async (request, signal) => only2xx(await answerTo({request, stream: null, signal})),
		async follow(request, listener, signal) {
			const answer = only2xx(await answerTo({request, stream: listener, signal}));
			return answer.ok ? ok(undefined) : answer;
		},
		redact,
		close() {
			connections.close();
			credentials.close();
		},
	};
}

interface Asked {
	readonly request: ApiRequest;
	readonly stream: StreamListener | null;
	readonly signal: AbortSignal;
}

/** Keeps one connection until a plugin gives another client certificate. The first request loads the code of
 * the connection, after the first frame. */
function createConnections(options: TransportOptions): {
	to(credential: Credential): Promise<Dispatcher | null>;
	close(): void;
} {
	let open: {readonly dispatcher: Dispatcher; readonly cert: string | null} | null = null;
	let isClosed = false;
	return {
		async to({certificate}) {
			const {openConnection} = await import('./connection.ts');
			if (isClosed) return null;
			const cert = certificate?.cert ?? null;
			if (open?.cert === cert) return open.dispatcher;
			// Requests on the old connection may finish.
			void open?.dispatcher.close();
			open = {dispatcher: openConnection({...options, certificate}), cert};
			return open.dispatcher;
		},
		close() {
			isClosed = true;
			void open?.dispatcher.destroy();
		},
	};
}

function wireRequest(options: TransportOptions, request: ApiRequest, credential: Credential): WireRequest {
	const agent = `perch/${options.version}`;
	// Some API servers are served under a path, as behind Rancher.
	const prefix = new URL(options.target.server).pathname.replace(/\/$/, '');
	const query = new URLSearchParams(request.query).toString();
	return {
		method: request.method,
		path: `${prefix}${request.path}${query === '' ? '' : `?${query}`}`,
		headers: {
			accept: 'application/json',
			'user-agent': request.intentId === undefined ? agent : `${agent} intent=${request.intentId}`,
			...(request.body === undefined ? {} : {'content-type': 'application/json'}),
			...request.headers,
			...credential.headers,
		},
		body: request.body === undefined ? null : JSON.stringify(request.body),
	};
}

/** Null when the signal aborted first. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
	if (signal.aborted) return Promise.resolve(null);
	return new Promise((resolve, reject) => {
		const onAbort = () => resolve(null);
		signal.addEventListener('abort', onAbort, {once: true});
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
	});
}
