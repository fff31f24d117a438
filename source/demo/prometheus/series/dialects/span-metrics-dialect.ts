import type {ShopService} from '../../../contract.ts';
import type {Labels} from '../../promql/labels.ts';
import type {ResponseCode} from '../flow-counts.ts';
import type {Destination} from '../traffic-model.ts';
import type {Dialect, Side} from './dialect.ts';

const boundsMs: readonly number[] = [2, 4, 6, 8, 10, 50, 100, 200, 400, 800, 1000, 1400, 2000, 5000, 10_000, 15_000];

const destinationLabels = ({namespace, name}: ShopService, {tag = '', workload, pods}: Destination): Labels => ({
	collector_instance_id: '57c7368e-be01-46bf-86ab-064be002e9cc',
	instance: `${name}-${tag}`,
	job: `${namespace}/${name}`,
	k8s_deployment_name: workload,
	k8s_namespace_name: namespace,
	k8s_pod_name: pods?.isPod ? pods.name : `${pods?.name}-x2v7q`,
	service_instance_id: `${name}-${tag}`,
	service_name: name,
	service_namespace: namespace,
	service_version: tag,
	span_kind: 'SPAN_KIND_SERVER',
	span_name: 'GET',
});

const responseLabels = (code: ResponseCode): Labels => ({
	http_response_status_code: code,
	status_code: code === '200' ? 'STATUS_CODE_UNSET' : 'STATUS_CODE_ERROR',
});

const server: Side = {
	// The collector keeps what it has counted.
	isCallee: false,
	counts: ({tag}) => tag !== undefined,
	destinationLabels,
	callerLabels: () => ({}),
	responseLabels,
	durationLabels: responseLabels,
};

/** What the spanmetrics connector counts, with the service's version and the HTTP status as further dimensions. */
export const spanMetricsDialect: Dialect = {
	job: 'otel-collector',
	requestsMetric: 'traces_span_metrics_calls_total',
	durationMetric: 'traces_span_metrics_duration_milliseconds',
	boundsMs,
	unitMs: 1,
	sides: [server],
	tellsCallers: false,
	tellsEjections: false,
};
