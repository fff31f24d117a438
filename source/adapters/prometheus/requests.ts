// Import this package statically: with a dynamic import the bundler gives it no named exports. Import this file
// lazily instead.
import {type PrometheusConnectionOptions, PrometheusDriver} from 'prometheus-query';
import {err, ok, type Result} from '../../domain/result.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {retryAfter} from '../retry-after.ts';
import {type AnswerBody, readBody} from './answer-body.ts';
import {cancelled, carriedFailure, failureOf, timedOut} from './failures.ts';
import {linkSignals} from './linked-signal.ts';
import type {Route} from './route.ts';
import {createSlots} from './slots.ts';

/** One question to the library, which builds the request and reads the answer. */
export interface Question<T> {
	readonly run: (driver: PrometheusDriver, received: Received) => Promise<T>;
	/** Corrects the parameters that the library made. */
	readonly prepare?: (parameters: URLSearchParams) => void;
	/** Larger bodies are refused; 8 MiB when left out. */
	readonly maximumBytes?: number;
}

/** The data that the library was given, before the library read it; undefined before the answer came. */
export type Received = () => unknown;

export interface Answered<T> {
	readonly value: T;
	/** The data that the library was given, before the library read it. */
	readonly data: unknown;
	readonly warnings: readonly SafeText[];
	/** The server's `Date`; null when it sent none. */
	readonly dateMs: number | null;
	/** Of the body, unpacked. */
	readonly bytes: number;
}

export interface Requests {
	ask<T>(question: Question<T>, signal: AbortSignal): Promise<Result<Answered<T>, MetricsError>>;
	close(): void;
}

interface Sent<T> {
	readonly answer: Result<Answered<T>, MetricsError>;
	/** The library sends some questions by GET, whatever method is preferred. */
	readonly isPost: boolean;
}

const inFlight = 4;
const usualMaximumBytes = 8 * 1024 * 1024;

/** Sends questions to one server: at most four in flight, each with a deadline. A question that was given up
 * gets no answer. */
export function createRequests({route, deadlineMs}: {readonly route: Route; readonly deadlineMs: number}): Requests {
	const slots = createSlots(inFlight);
	const closing = new AbortController();
	let {method} = route;

	async function send<T>(question: Question<T>, signal: AbortSignal, by: Route['method']): Promise<Sent<T>> {
		const {run, prepare, maximumBytes = usualMaximumBytes} = question;
		let isPost = false;
		const received: {body: AnswerBody | null; dateMs: number | null; bytes: number; waitSeconds: number | null} = {
			body: null,
			dateMs: null,
			bytes: 0,
			waitSeconds: null,
		};
		const options: PrometheusConnectionOptions = {
			endpoint: route.endpoint,
			preferPost: by === 'POST',
			requestInterceptor: {
				async onFulfilled(config) {
					isPost = config.method?.toUpperCase() === 'POST';
					for (const parameters of [config.params, config.data]) {
						if (parameters instanceof URLSearchParams) prepare?.(parameters);
					}
					Object.assign(config, bounds, {signal, maxContentLength: maximumBytes});
					await route.complete(config, {signal, maximumBytes});
					return config;
				},
			},
			responseInterceptor: {
				onFulfilled(response) {
					const text = String(response.data ?? '');
					received.dateMs = parseDate(response.headers.date);
					received.bytes = text.length;
					received.waitSeconds = retryAfter(response.headers['retry-after'], received.dateMs ?? Date.now());
					received.body = readBody({
						status: response.status,
						contentType: String(response.headers['content-type'] ?? ''),
						text,
						redact: route.redact,
					});
					response.data = {status: 'success', data: received.body.data};
					return response;
				},
				// Here the error is still the transport's own; the library would drop how the connection ended.
				onRejected(error: unknown) {
					throw failureOf(error, maximumBytes);
				},
			},
		};
		try {
			const value = await Promise.race([
				run(new PrometheusDriver(options), () => received.body?.data),
				rejectOnAbort(signal),
			]);
			const {body, dateMs, bytes} = received;
			return {isPost, answer: ok({value, data: body?.data, warnings: body?.warnings ?? [], dateMs, bytes})};
		} catch (error) {
			const {waitSeconds} = received;
			const failure = carriedFailure(error);
			return {isPost, answer: err(waitSeconds === null ? failure : {...failure, retryAfterSeconds: waitSeconds})};
		}
	}

	/** Uses the route's method until the server turns out to answer only GET, as proxies do that pass only reads. */
	async function sendEitherWay<T>(
		question: Question<T>,
		signal: AbortSignal,
	): Promise<Result<Answered<T>, MetricsError>> {
		const {answer, isPost} = await send(question, signal, method);
		if (answer.ok || !isPost || !mayRefuseMethod(answer.error)) return answer;
		const byGet = await send(question, signal, 'GET');
		// Only an answer of Prometheus itself, even an error, proves that the method was the reason.
		if (byGet.answer.ok || byGet.answer.error.kind === 'badQuery') method = 'GET';
		return byGet.answer;
	}

	return {
		async ask(question, signal) {
			const sources = [signal, closing.signal];
			const link = linkSignals(sources);
			const release = await slots.take(link.signal);
			let isLate = false;
			const timer = setTimeout(() => {
				isLate = true;
				link.abort();
			}, deadlineMs);
			try {
				if (!release) return err(cancelled);
				const answer = await sendEitherWay(question, link.signal);
				// Drop an answer that came just as its question was given up.
				if (sources.some(source => source.aborted)) return err(cancelled);
				return isLate ? err(timedOut(deadlineMs)) : answer;
			} finally {
				clearTimeout(timer);
				link.unlink();
				release?.();
			}
		},
		close: () => closing.abort(),
	};
}

/**
 * Whether a proxy in front of Prometheus may have refused the method: proxies answer a forbidden method with
 * 403 or 404 as often as with 405. What Prometheus itself says of a query does not count.
 */
function mayRefuseMethod({kind, status}: MetricsError): boolean {
	if (status === 501) return true;
	return status !== null && status >= 400 && status < 500 && (kind === 'malformed' || kind === 'forbidden');
}

/** We read the body ourselves, whatever the status: the library loses the status of pages that are not JSON. */
const bounds = {
	timeout: 0,
	maxRedirects: 0,
	proxy: false,
	responseType: 'text',
	transformResponse: [],
	validateStatus: () => true,
} as const;

function rejectOnAbort(signal: AbortSignal): Promise<never> {
	return new Promise((_, reject) => {
		const abort = () => reject(new Error('given up'));
		if (signal.aborted) abort();
		else signal.addEventListener('abort', abort, {once: true});
	});
}

function parseDate(date: unknown): number | null {
	const atMs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
	return Number.isNaN(atMs) ? null : atMs;
}
