import type {Dialect, Side} from './dialect.ts';

const side: Side = {
	isCallee: false,
	counts: () => true,
	destinationLabels: ({namespace, name}, {service}) => ({
		service: `${namespace}.${service}.http`,
		route: `${namespace}.${name}.${service}.${name}.example.com.http`,
	}),
	callerLabels: () => ({}),
	responseLabels: (code, {tag}) => ({code, source: tag === undefined ? 'kong' : 'service', consumer: ''}),
	durationLabels: () => ({}),
};

/** The metrics of Kong 3, named by its ingress controller, as if every request came through it. */
export const kongDialect: Dialect = {
	job: 'kong',
	requestsMetric: 'kong_http_requests_total',
	durationMetric: 'kong_request_latency_ms',
	boundsMs: [25, 50, 80, 100, 250, 400, 700, 1000, 2000, 5000, 10_000, 30_000, 60_000],
	unitMs: 1,
	sides: [side],
	tellsCallers: false,
	tellsEjections: false,
};
