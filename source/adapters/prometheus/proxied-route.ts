import type {Result} from '../../domain/result.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {redactCredentials} from '../system/redact-credentials.ts';
import {MetricsFailure, metricsError, tooLarge} from './failures.ts';
import type {Route} from './route.ts';

/** A GET of a Service through the API server's proxy, with the operator's own credentials. */
export type FetchThrough = (
	request: {
		/** From the Service's root: `/api/v1/query`. */
		readonly path: string;
		/** Encoded, without the question mark; may be empty. */
		readonly query: string;
		readonly maximumBytes: number;
	},
	signal: AbortSignal,
) => Promise<Result<ProxiedAnswer, MetricsError>>;

export interface ProxiedAnswer {
	readonly status: number;
	readonly contentType: string;
	readonly body: string;
}

/** We keep URLs within 4 KiB, of which the proxy's own path needs a part. */
const maximumUrl = 4_096 - 256;

/** A Prometheus behind the API server's service proxy. Only GET: RBAC counts a POST there as the verb `create`. */
export function createProxiedRoute(source: SafeText, fetchThrough: FetchThrough): Route {
	return {
		source,
		// This host is never looked up: requests leave through `fetchThrough`.
		endpoint: 'http://service.invalid',
		method: 'GET',
		async complete(config, {signal, maximumBytes}) {
			config.adapter = async request => {
				const path = `/api/v1/${request.url ?? ''}`;
				const query = String(request.params ?? '');
				if (path.length + query.length > maximumUrl) throw new MetricsFailure(tooLong(query.length));
				const answer = await fetchThrough({path, query, maximumBytes}, signal);
				if (!answer.ok) throw new MetricsFailure(answer.error);
				const {status, contentType, body} = answer.value;
				if (Buffer.byteLength(body) > maximumBytes) throw new MetricsFailure(tooLarge(maximumBytes));
				return {status, statusText: '', headers: {'content-type': contentType}, data: body, config: request};
			};
		},
		redact: redactCredentials,
		close() {},
	};
}

function tooLong(length: number): MetricsError {
	return metricsError(
		'tooMuch',
		safe`a query of ${length} characters is too long for the API server's proxy: set --prometheus URL`,
	);
}
