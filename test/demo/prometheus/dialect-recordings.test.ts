import {describe, expect, test} from 'vitest';
import type {MeshId} from '../../../source/domain/signals/mesh-id.ts';
import {scopeOf} from '../../../source/domain/signals/series-scope.ts';
import {exposedSamples} from '../../meshes/support/exposed-samples.ts';
import {textOf} from '../../meshes/support/recorded-metrics.ts';
import {demoIn, metricsOf} from './support/exposed-metrics.ts';

/** The demo writes what the real program writes: the same metrics with the same labels and bounds. */

interface Recording {
	readonly file: string | readonly string[];
	/** The metrics, without `_bucket`, `_sum` and `_count`, and the `metric{label}` that the demo does not write, each
	 * with the reason. */
	readonly lacks: Readonly<Record<string, string>>;
	/** What the demo writes beyond the recording, named in the same way, each with the reason. */
	readonly beyond?: Readonly<Record<string, string>>;
}

const noServers = 'perch reads backends: servers do not know what HAProxy answers itself';
const scrapes = 'the scrape adds it';
const asTold = 'each request is also counted as external or internal';
const attempts = 'it counts each try, without a status';
const ofConsul = 'only Consul’s Envoy is recorded with durations';
const called = ['datacenter', 'full_target', 'namespace', 'routing_type', 'service', 'target', 'trust_domain'].map(
	name => `consul_destination_${name}`,
);

const hubbleMetrics = ['hubble_http_requests_total', ...histogram('hubble_http_request_duration_seconds')];
const graphMetrics = [
	'traces_service_graph_request_total',
	...histogram('traces_service_graph_request_server_seconds'),
];

const recordings: readonly (readonly [MeshId, Recording])[] = [
	[
		'opentelemetry',
		{
			file: 'opentelemetry/node-sdk-stable.prom',
			lacks: {target_info: 'the demo’s pods tell their versions'},
			beyond: scraped('http_server_request_duration'),
		},
	],
	[
		'application',
		{
			file: 'plain/prom-client-stable.prom',
			lacks: {},
			beyond: {...scraped('http_requests_total', ['']), ...scraped('http_request_duration_seconds')},
		},
	],
	['ingress-nginx', {file: 'ingress-nginx/controller-2026.prom', lacks: {}}],
	[
		'haproxy',
		{
			file: 'haproxy/exporter-2.6.12.prom',
			lacks: {
				haproxy_frontend_http_responses_total: 'frontends count the same requests again',
				haproxy_frontend_http_requests_total: 'frontends count the same requests again',
				haproxy_backend_http_requests_total: 'the responses have the classes of the codes too',
				haproxy_backend_response_time_average_seconds: 'an average is no percentile',
				haproxy_server_http_responses_total: noServers,
				haproxy_server_check_failures_total: noServers,
			},
		},
	],
	[
		'kong',
		{
			file: 'kong/gateway-3.0.prom',
			lacks: {kong_nginx_requests_total: 'it names no Service, and counts probes and scrapes'},
		},
	],
	[
		'traefik',
		{
			file: 'traefik/mesh-v3.prom',
			lacks: {
				traefik_entrypoint_requests_total: 'an entrypoint names no Service',
				traefik_open_connections: 'no rate is made of it',
			},
		},
	],
	[
		'consul',
		{
			file: ['consul/upstream-labels-2023.prom', 'consul/dataplane-no-upstream.prom'],
			lacks: {
				envoy_cluster_external_upstream_rq: asTold,
				envoy_cluster_external_upstream_rq_xx: asTold,
				envoy_cluster_upstream_rq_total: attempts,
				...Object.fromEntries(
					[
						'app',
						'consul_hashicorp_com_connect_inject_managed_by',
						'consul_hashicorp_com_connect_inject_status',
						'instance',
						'job',
						'namespace',
						'node',
						'pod',
						'pod_template_hash',
					].map(label => [`envoy_cluster_upstream_rq_xx{${label}}`, scrapes]),
				),
			},
			beyond: Object.fromEntries(
				['', '_time_bucket', '_time_count', '_time_sum'].flatMap(part =>
					called.map(label => [`envoy_cluster_upstream_rq${part}{${label}}`, 'the recorded sidecar calls nothing']),
				),
			),
		},
	],
	[
		'kuma',
		{
			file: 'kuma/sidecar-merged.prom',
			lacks: {envoy_cluster_external_upstream_rq: asTold},
			beyond: {
				envoy_cluster_upstream_rq: 'Kuma’s test has only the part that is external',
				envoy_cluster_upstream_rq_xx: 'Kuma’s test has no classes',
				envoy_cluster_upstream_rq_time: ofConsul,
			},
		},
	],
	[
		'envoy-gateway',
		{
			file: 'envoy-gateway/proxy-2026.prom',
			lacks: {
				envoy_cluster_upstream_rq_pending_overflow: 'the demo opens no circuit breaker',
				envoy_cluster_upstream_cx_none_healthy: 'the responses have the failures too',
				envoy_cluster_upstream_rq_total: attempts,
			},
			beyond: {envoy_cluster_upstream_rq_time: ofConsul},
		},
	],
	[
		'kgateway',
		{
			file: 'kgateway/lines.prom',
			lacks: {
				envoy_cluster_external_upstream_rq: asTold,
				envoy_cluster_outlier_detection_ejections_consecutive_5xx: 'the demo ejects nothing at a gateway',
				envoy_cluster_outlier_detection_ejections_enforced_consecutive_5xx: 'the demo ejects nothing at a gateway',
			},
			beyond: {
				envoy_cluster_upstream_rq: 'the recorded line is of the part that is external',
				envoy_cluster_upstream_rq_xx: 'no line of it is recorded',
				envoy_cluster_upstream_rq_time: ofConsul,
			},
		},
	],
	[
		'hubble',
		{
			file: 'hubble/httpV2-collector.prom',
			lacks: labels(hubbleMetrics, ['destination', 'source'], 'perch reads what labelsContext adds'),
			beyond: labels(
				hubbleMetrics,
				['destination_namespace', 'destination_workload', 'source_namespace', 'source_workload'],
				'labelsContext names only pods in the recording',
			),
		},
	],
	['ztunnel', {file: 'istio/ztunnel-1.24.prom', lacks: {istio_build: 'it tells the version of Istio'}}],
	[
		'service-graph',
		{
			file: 'servicegraph/connector-golden.prom',
			lacks: labels(graphMetrics, ['connection_type', 'virtual_node'], 'every caller in this test sends spans'),
		},
	],
	['span-metrics', {file: 'spanmetrics/connector-0.165-defaults.prom', lacks: {}}],
];

/** The labels of the scrape, which a recording of the program itself does not have. */
function scraped(metric: string, parts = ['_bucket', '_sum', '_count']): Readonly<Record<string, string>> {
	const labels = ['namespace', 'service', 'pod', 'container', 'endpoint', 'instance'];
	return Object.fromEntries(
		parts.flatMap(part => labels.map(label => [`${metric}${part}{${label}}`, 'the scrape adds it'])),
	);
}

describe.each(recordings)('the demo in the dialect of %s', (mesh, {file, lacks, beyond = {}}) => {
	const [demo, real] = [metricsOf(demoIn(mesh)), metricsOf(exposedSamples([file].flat().map(textOf).join('\n')))];

	test('has no metric, and no label, that the recording does not have, but for a reason', () => {
		const more = [...demo].flatMap(([name, metric]) => {
			const own = real.get(name);
			if (!own) return [familyOf(name)];
			return [...metric.labels].filter(label => !own.labels.has(label)).map(label => `${name}{${label}}`);
		});
		expect([...new Set(more)].sort()).toEqual(Object.keys(beyond).sort());
		expect(demo.size).toBeGreaterThan(0);
	});

	test('lacks those metrics and labels of the recording for which there is a reason', () => {
		const missing = [...real].flatMap(([name, metric]) => {
			const own = demo.get(name);
			if (!own) return [familyOf(name)];
			return [...metric.labels].filter(label => !own.labels.has(label)).map(label => `${name}{${label}}`);
		});
		expect([...new Set(missing)].sort()).toEqual(Object.keys(lacks).sort());
	});

	test('has no label, nor has the recording, that would be taken for the name of a cluster of Kubernetes', () => {
		const labels = [...demo.values(), ...real.values()].flatMap(metric => [...metric.labels]);
		expect(scopeOf({}, labels).clusterLabels).toEqual(scopeOf({}).clusterLabels);
	});

	test('has the bounds of the recording', () => {
		for (const [name, {bounds}] of demo) {
			const metric = real.get(name);
			if (metric) expect(bounds).toEqual(metric.bounds);
		}
	});
});

function histogram(name: string): readonly string[] {
	return ['bucket', 'sum', 'count'].map(part => `${name}_${part}`);
}

/** The same reason for these labels of these metrics. */
function labels(
	metrics: readonly string[],
	names: readonly string[],
	reason: string,
): Readonly<Record<string, string>> {
	return Object.fromEntries(metrics.flatMap(metric => names.map(name => [`${metric}{${name}}`, reason])));
}

function familyOf(name: string): string {
	return name.replace(/_(?:bucket|sum|count)$/, '');
}
