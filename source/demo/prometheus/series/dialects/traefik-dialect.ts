import type {ResponseCode} from '../flow-counts.ts';
import type {Dialect, Side} from './dialect.ts';

const responseLabels = (code: ResponseCode) => ({code, method: 'GET', protocol: 'http'});

const side: Side = {
	isCallee: false,
	counts: () => true,
	destinationLabels: ({namespace}, {service}) => ({service: `${namespace}-${service}-http@kubernetescrd`}),
	callerLabels: () => ({}),
	responseLabels,
	durationLabels: responseLabels,
};

/** Traefik's metrics, as if every request came through it, and every route were a split of an IngressRoute. */
export const traefikDialect: Dialect = {
	job: 'traefik',
	requestsMetric: 'traefik_service_requests_total',
	durationMetric: 'traefik_service_request_duration_seconds',
	boundsMs: [100, 300, 1200, 5000],
	unitMs: 1_000,
	sides: [side],
	tellsCallers: false,
	tellsEjections: false,
};
