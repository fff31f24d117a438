import type {ShopService} from '../../../contract.ts';
import type {Labels} from '../../promql/labels.ts';
import type {ResponseCode} from '../flow-counts.ts';
import {latencyBoundsMs} from '../latency.ts';
import type {Destination} from '../traffic-model.ts';
import type {Dialect, Side} from './dialect.ts';

interface Clusters {
	readonly job: string;
	labelsOf(service: ShopService, destination: Destination): Labels;
	/** Left out where the series of all callers are one. */
	callerLabels?(caller: string): Labels;
}

/** Envoy's statistics of the clusters that it calls: both counters of the requests, by code and by class, and their
 * durations, which have neither. */
const envoyDialect = ({job, labelsOf, callerLabels}: Clusters): Dialect => {
	const side: Side = {
		isCallee: false,
		counts: () => true,
		destinationLabels: labelsOf,
		callerLabels: callerLabels ?? (() => ({})),
		responseLabels: code => ({envoy_response_code: code}),
		durationLabels: () => ({}),
	};
	return {
		job,
		requestsMetric: 'envoy_cluster_upstream_rq',
		classes: {metric: 'envoy_cluster_upstream_rq_xx', labelsOf: classLabels},
		durationMetric: 'envoy_cluster_upstream_rq_time',
		boundsMs: latencyBoundsMs,
		unitMs: 1,
		sides: [side],
		tellsCallers: callerLabels !== undefined,
		tellsEjections: false,
	};
};

const classLabels = (code: ResponseCode): Labels => ({envoy_response_code_class: code.slice(0, 1)});

const port = 80;

/** Envoy Gateway has one cluster for a rule, whichever backend answers. */
export const envoyGatewayDialect = envoyDialect({
	job: 'envoy-gateway-proxies',
	labelsOf: ({namespace, name}) => ({envoy_cluster_name: `httproute/${namespace}/${name}/rule/0`}),
});

export const kgatewayDialect = envoyDialect({
	job: 'kgateway-proxies',
	labelsOf: ({namespace}, {service}) => ({envoy_cluster_name: `kube_${namespace}_${service}_${port}`}),
});

export const contourDialect = envoyDialect({
	job: 'contour-envoys',
	labelsOf: ({namespace}, {service}) => ({envoy_cluster_name: `${namespace}_${service}_${port}`}),
});

/** Newer versions of Gloo name the Service beside the Upstream. */
export const glooDialect = envoyDialect({
	job: 'gloo-gateway-proxies',
	labelsOf: ({namespace}, {service}) => ({
		envoy_cluster_name: `kube-upstream_${namespace}-${service}-${port}_gloo-system_${namespace}_${service}_${port}`,
	}),
});

/** Kuma's sidecars add up the clusters into which a Service is split. */
export const kumaDialect = envoyDialect({
	job: 'kuma-dataplanes',
	labelsOf: ({namespace, name}) => ({
		envoy_cluster_name: `${name}_${namespace}_svc_${port}`,
		kuma_io_mesh_traffic: 'true',
	}),
});

const trustDomain = '507b776e-1a6e-f754-c542-488c03a3b35f';

/** Consul has a cluster for each subset of a service; the cluster's name ends at its first dot. */
export const consulDialect = envoyDialect({
	job: 'consul-dataplanes',
	labelsOf: (_service, {service, canonicalRevision}) => {
		const subset = /^v\d+$/.test(canonicalRevision) ? canonicalRevision : '';
		const target = `${subset === '' ? '' : `${subset}.`}${service}.default.dc1`;
		return {
			consul_destination_datacenter: 'dc1',
			consul_destination_full_target: `${target}.internal.${trustDomain}`,
			consul_destination_namespace: 'default',
			consul_destination_routing_type: 'internal',
			consul_destination_service: service,
			...(subset !== '' && {consul_destination_service_subset: subset}),
			consul_destination_target: target,
			consul_destination_trust_domain: trustDomain,
			consul_source_datacenter: 'dc1',
			consul_source_namespace: 'default',
			consul_source_partition: 'default',
			envoy_cluster_name: subset === '' ? service : subset,
		};
	},
	callerLabels: caller => {
		const [, name = 'unknown'] = caller.split('/');
		return {consul_source_service: name, local_cluster: name};
	},
});
