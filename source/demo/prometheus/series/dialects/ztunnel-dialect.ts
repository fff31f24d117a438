import type {ShopService} from '../../../contract.ts';
import type {Labels} from '../../promql/labels.ts';
import type {Destination} from '../traffic-model.ts';
import type {Dialect, Side} from './dialect.ts';

/** Both sides name the Service and know that the connection is secured. */
const destinationLabels = (
	{namespace, name}: ShopService,
	{workload, canonicalService, canonicalRevision}: Destination,
	reporter: 'source' | 'destination',
): Labels => ({
	reporter,
	destination_service: `${name}.${namespace}.svc.cluster.local`,
	destination_service_namespace: namespace,
	destination_service_name: name,
	destination_workload: workload,
	destination_canonical_service: canonicalService,
	destination_canonical_revision: canonicalRevision,
	destination_workload_namespace: namespace,
	destination_principal: `spiffe://cluster.local/ns/${namespace}/sa/${name}`,
	destination_app: name,
	destination_version: canonicalRevision,
	destination_cluster: 'Kubernetes',
	request_protocol: 'tcp',
	response_flags: '-',
	connection_security_policy: 'mutual_tls',
});

const callerLabels = (caller: string): Labels => {
	const [namespace = 'unknown', name = 'unknown'] = caller.split('/');
	return {
		source_workload: name,
		source_canonical_service: name,
		source_canonical_revision: 'latest',
		source_workload_namespace: namespace,
		source_principal: `spiffe://cluster.local/ns/${namespace}/sa/${name}`,
		source_app: name,
		source_version: 'latest',
		source_cluster: 'Kubernetes',
	};
};

const sideOf = (reporter: 'source' | 'destination'): Side => ({
	isCallee: reporter === 'destination',
	counts: ({tag}) => tag !== undefined,
	destinationLabels: (service, destination) => destinationLabels(service, destination, reporter),
	callerLabels,
	responseLabels: () => ({}),
	durationLabels: () => ({}),
});

/** What ztunnel counts, as if every request had a connection of its own. */
export const ztunnelDialect: Dialect = {
	job: 'ztunnel',
	requestsMetric: 'istio_tcp_connections_opened_total',
	besides: [
		{metric: 'istio_tcp_connections_closed_total', perRequest: 1},
		{metric: 'istio_tcp_sent_bytes_total', perRequest: 2_048},
		{metric: 'istio_tcp_received_bytes_total', perRequest: 512},
	],
	durationMetric: null,
	boundsMs: [],
	unitMs: 1,
	sides: [sideOf('source'), sideOf('destination')],
	tellsCallers: true,
	tellsEjections: false,
};
