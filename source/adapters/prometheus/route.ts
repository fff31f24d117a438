import type {PrometheusConnectionOptions} from 'prometheus-query';
import type {SafeText} from '../../domain/safe-text.ts';

/** A request as the library is about to send it. */
export type RequestConfig = Parameters<
	NonNullable<PrometheusConnectionOptions['requestInterceptor']>['onFulfilled']
>[0];

/** A way to a server: straight to its address, or through the API server. */
export interface Route {
	readonly source: SafeText;
	/** Scheme, host and path in front of `/api/v1`. */
	readonly endpoint: string;
	readonly method: 'GET' | 'POST';
	/** Gives a request what it needs to travel this way. Throws a MetricsFailure when it cannot. */
	complete(config: RequestConfig, limits: {readonly signal: AbortSignal; readonly maximumBytes: number}): Promise<void>;
	/** Masks the credentials of this way in a text of the server's. */
	readonly redact: (text: string) => SafeText;
	close(): void;
}
