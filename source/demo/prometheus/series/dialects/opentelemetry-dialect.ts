import {ofServers} from './application-dialect.ts';
import type {Dialect} from './dialect.ts';

/** A Node service whose SDK is scraped directly; its counter is that of the histogram. */
export const opentelemetryDialect: Dialect = {
	job: 'opentelemetry',
	requestsMetric: 'http_server_request_duration_count',
	durationMetric: 'http_server_request_duration',
	boundsMs: [5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000],
	unitMs: 1_000,
	sides: ofServers(http_response_status_code => ({
		http_request_method: 'GET',
		url_scheme: 'http',
		network_protocol_version: '1.1',
		http_response_status_code,
		...(http_response_status_code === '503' && {error_type: '503'}),
		otel_scope_name: '@opentelemetry/instrumentation-http',
		otel_scope_version: '0.223.0',
	})),
	tellsCallers: false,
	tellsEjections: false,
};
