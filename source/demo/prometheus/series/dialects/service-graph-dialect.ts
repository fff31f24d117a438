import type {Labels} from '../../promql/labels.ts';
import type {ResponseCode} from '../flow-counts.ts';
import type {Dialect, Side} from './dialect.ts';

/** A caller that sends no spans is a node that the connector makes up. */
const callerLabels = (caller: string): Labels => {
	const [, name = 'unknown'] = caller.split('/');
	return name === 'unknown'
		? {client: 'user', connection_type: 'virtual_node', virtual_node: 'client'}
		: {client: name};
};

const responseLabels = (code: ResponseCode): Labels => ({failed: code === '200' ? 'false' : 'true'});

const pair: Side = {
	isCallee: false,
	counts: ({tag}) => tag !== undefined,
	destinationLabels: ({name}) => ({server: name}),
	callerLabels,
	responseLabels,
	durationLabels: responseLabels,
};

/** What the servicegraph connector counts of the pairs of spans that it finds. */
export const serviceGraphDialect: Dialect = {
	job: 'otel-collector',
	requestsMetric: 'traces_service_graph_request_total',
	durationMetric: 'traces_service_graph_request_server_seconds',
	boundsMs: [100, 1_000, 10_000],
	unitMs: 1_000,
	sides: [pair],
	tellsCallers: true,
	tellsEjections: false,
};
