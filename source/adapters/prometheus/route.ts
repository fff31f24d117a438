import type {PrometheusConnectionOptions} from 'prometheus-query';
import type {SafeText} from '../../domain/text/safe-text.ts';

/** A request as the library is about to send it. */
export type RequestConfig = Parameters<
	NonNullable<PrometheusConnectionOptions['requestInterceptor']>['onFulfilled']
>[0];

/** A route to a server: straight to its address, or through the API server. */
export interface Route {
	readonly source: SafeText;
	/** Scheme, host and path in front of `/api/v1`. */
	readonly endpoint: string;
	readonly method: 'GET' | 'POST';
	/** Adds to a request what this route needs. Throws a MetricsFailure when it cannot. */
	complete(config: RequestConfig, limits: {readonly signal: AbortSignal; readonly maximumBytes: number}): Promise<void>;
	/** Masks this route's credentials in a text from the server. */
	readonly redact: (text: string) => SafeText;
	close(): void;
}
