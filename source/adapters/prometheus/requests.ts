// Imported statically: a bundler gives a dynamic import of this package no named exports. Whoever imports this file does
// so lazily.
import {type PrometheusConnectionOptions, PrometheusDriver} from 'prometheus-query';
import {err, ok, type Result} from '../../domain/result.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {type AnswerBody, readBody} from './answer-body.ts';
import {cancelled, carriedFailure, failureOf, timedOut} from './failures.ts';
import {linkSignals} from './linked-signal.ts';
import type {Route} from './route.ts';
import {createSlots} from './slots.ts';

/** One question to the library, which builds the request and reads the answer. */
export interface Question<T> {
	readonly run: (driver: PrometheusDriver) => Promise<T>;
	/** Corrects the parameters that the library made. */
	readonly prepare?: (parameters: URLSearchParams) => void;
	/** Larger bodies are refused; 8 MiB when left out. */
	readonly maximumBytes?: number;
}

export interface Answered<T> {
	readonly value: T;
	/** What the library was given, before it read it. */
	readonly data: unknown;
	readonly warnings: readonly SafeText[];
	/** The server's `Date`; null when it sent none. */
	readonly dateMs: number | null;
}

export interface Requests {
	ask<T>(question: Question<T>, signal: AbortSignal): Promise<Result<Answered<T>, MetricsError>>;
	close(): void;
}

interface Sent<T> {
	readonly answer: Result<Answered<T>, MetricsError>;
	/** Some questions go by GET whatever is preferred. */
	readonly isPost: boolean;
}

const inFlight = 4;
const usualMaximumBytes = 8 * 1024 * 1024;

/** Questions to one server: at most four in flight, each with a deadline, none answered after it was given up. */
export function createRequests({route, deadlineMs}: {readonly route: Route; readonly deadlineMs: number}): Requests {
	const slots = createSlots(inFlight);
	const closing = new AbortController();
	let {method} = route;

	async function send<T>(question: Question<T>, signal: AbortSignal, by: Route['method']): Promise<Sent<T>> {
		const {run, prepare, maximumBytes = usualMaximumBytes} = question;
		let isPost = false;
		const received: {body: AnswerBody | null; dateMs: number | null} = {body: null, dateMs: null};
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
					received.body = readBody({
						status: response.status,
						contentType: String(response.headers['content-type'] ?? ''),
						text: String(response.data ?? ''),
						redact: route.redact,
					});
					received.dateMs = parseDate(response.headers.date);
					response.data = {status: 'success', data: received.body.data};
					return response;
				},
				// Here the error is still what the transport threw; the library would drop how a connection ended.
				onRejected(error: unknown) {
					throw failureOf(error, maximumBytes);
				},
			},
		};
		try {
			const value = await Promise.race([run(new PrometheusDriver(options)), rejectOnAbort(signal)]);
			const {body, dateMs} = received;
			return {isPost, answer: ok({value, data: body?.data, warnings: body?.warnings ?? [], dateMs})};
		} catch (error) {
			return {isPost, answer: err(carriedFailure(error))};
		}
	}

	/** As the route prefers it, until the server turns out to answer GET alone: proxies that only let reads pass do. */
	async function sendEitherWay<T>(
		question: Question<T>,
		signal: AbortSignal,
	): Promise<Result<Answered<T>, MetricsError>> {
		const {answer, isPost} = await send(question, signal, method);
		if (answer.ok || !isPost || !mayRefuseMethod(answer.error)) return answer;
		const byGet = await send(question, signal, 'GET');
		// Only what Prometheus says itself proves that it was the method: its errors do, too.
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
				// An answer that came just as its question was given up is given up too.
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
 * Whether somebody in front of Prometheus may have refused the way of asking: 403 and 404 are said of forbidden methods as
 * often as 405 is. What Prometheus itself says of a query is no such answer.
 */
function mayRefuseMethod({kind, status}: MetricsError): boolean {
	if (status === 501) return true;
	return status !== null && status >= 400 && status < 500 && (kind === 'malformed' || kind === 'forbidden');
}

/** The body is read by us, whatever the status: the library loses the status of pages that are no JSON. */
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
