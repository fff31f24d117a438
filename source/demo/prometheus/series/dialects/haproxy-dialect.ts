import type {ResponseCode} from '../flow-counts.ts';
import type {Dialect, Side} from './dialect.ts';

/** HAProxy counts classes of status codes. */
const responseLabels = (code: ResponseCode) => ({code: `${code.slice(0, 1)}xx`});

const side: Side = {
	isCallee: false,
	counts: () => true,
	destinationLabels: ({namespace}, {service}) => ({proxy: `${namespace}_svc_${service}_http`}),
	callerLabels: () => ({}),
	responseLabels,
	durationLabels: responseLabels,
};

/** The metrics of HAProxy's own exporter, with the backends that its ingress controller names, as if every request came
 * through it. */
export const haproxyDialect: Dialect = {
	job: 'haproxy',
	requestsMetric: 'haproxy_backend_http_responses_total',
	durationMetric: null,
	boundsMs: [],
	unitMs: 1,
	sides: [side],
	tellsCallers: false,
	tellsEjections: false,
};
