import type {ShopService} from '../../../contract.ts';
import type {Labels} from '../../promql/labels.ts';
import type {ResponseCode} from '../flow-counts.ts';
import type {Destination} from '../traffic-model.ts';
import type {Dialect, Side} from './dialect.ts';

/** Bounds of `response_latency_ms`, without +Inf. */
const boundsMs: readonly number[] = [1, 10, 100, 1_000, 10_000].flatMap(power =>
	[1, 2, 3, 4, 5].map(factor => factor * power),
);

/** One pod name for all pods of a version: the figures are per version. */
const podOf = ({pods}: Destination): string => (pods?.isPod ? pods.name : `${pods?.name}-x2v7q`);

const hashOf = ({pods}: Destination): string => pods?.templateHash ?? '';

const kindOf = ({pods}: Destination): string => (pods?.ownerKind ?? 'Deployment').toLowerCase();

const isThere = ({tag, pods}: Destination): boolean => tag !== undefined && pods !== undefined;

/** The caller's proxy names the called Service. */
const outboundLabels = ({namespace, name}: ShopService, destination: Destination): Labels => ({
	direction: 'outbound',
	authority: `${name}.${namespace}.svc.cluster.local:8080`,
	target_port: '8080',
	tls: 'true',
	dst_control_plane_ns: 'linkerd',
	[`dst_${kindOf(destination)}`]: destination.workload,
	dst_namespace: namespace,
	dst_pod: podOf(destination),
	dst_pod_template_hash: hashOf(destination),
	dst_service: name,
});

/** The scrape adds the labels that name the callee; the proxy itself does not name it. */
const inboundLabels = ({namespace}: ShopService, destination: Destination): Labels => ({
	direction: 'inbound',
	target_port: '8080',
	tls: 'true',
	srv_kind: 'default',
	srv_name: 'all-unauthenticated',
	srv_port: '8080',
	namespace,
	[kindOf(destination)]: destination.workload,
	pod: podOf(destination),
	...(hashOf(destination) === '' ? {} : {pod_template_hash: hashOf(destination)}),
});

/** The labels that the scrape of the caller's proxy adds. */
const scrapeLabels = (caller: string): Labels => {
	const [namespace = 'unknown', name = 'unknown'] = caller.split('/');
	return {namespace, deployment: name, pod: `${name}-6d8f9c7b5-k4m2t`};
};

const clientLabels = (caller: string): Labels => {
	const [namespace = 'unknown', name = 'unknown'] = caller.split('/');
	return {client_id: `${name}.${namespace}.serviceaccount.identity.linkerd.cluster.local`};
};

const durationLabels = (code: ResponseCode): Labels => ({status_code: code});

const responseLabels = (code: ResponseCode): Labels => ({
	status_code: code,
	classification: code === '200' ? 'success' : 'failure',
	grpc_status: '',
	error: '',
});

const outbound: Side = {
	isCallee: false,
	counts: isThere,
	destinationLabels: outboundLabels,
	callerLabels: scrapeLabels,
	responseLabels,
	durationLabels,
};

const inbound: Side = {
	isCallee: true,
	counts: isThere,
	destinationLabels: inboundLabels,
	callerLabels: clientLabels,
	responseLabels,
	durationLabels,
};

/** Linkerd's proxy metrics, as its own Prometheus scrapes them. Linkerd does not count requests that find no pod. */
export const linkerdDialect: Dialect = {
	job: 'linkerd-proxy',
	requestsMetric: 'response_total',
	durationMetric: 'response_latency_ms',
	boundsMs,
	sides: [outbound, inbound],
	unitMs: 1,
	tellsCallers: true,
	tellsEjections: false,
};
