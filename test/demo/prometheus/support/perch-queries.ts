import type {FailureRule} from '../../../../source/domain/settings/failure-rule.ts';
import {scopeOf} from '../../../../source/domain/signals/series-scope.ts';
import {istio} from '../../../../source/meshes/istio/istio.ts';
import {linkerd} from '../../../../source/meshes/linkerd/linkerd.ts';

const services = ['cart', 'checkout-stable', 'checkout-canary'].map(name => ({namespace: 'shop', name}));

const rule: FailureRule = {
	http: {failing: ['5xx', '404'], except: ['501'], isBesideOwn: false},
	grpc: {failing: ['any'], except: ['5'], isBesideOwn: false},
};

/** What perch asks of where requests fail, over so many seconds. */
const whereQueries = [60, 300].flatMap(seconds =>
	[istio, linkerd].flatMap(mesh =>
		[null, rule].map(one => mesh.questions(scopeOf({})).slices?.(services, seconds, one).promql ?? ''),
	),
);

/** The PromQL that perch sends for Istio, and queries much like it: one line each. */
export const perchQueries: readonly string[] = [
	...whereQueries,
	...['1m', '90s', '5m'].flatMap(window => [
		`sum by (reporter,destination_service_namespace,destination_service_name,destination_workload,destination_canonical_revision,request_protocol,response_code,grpc_response_status)(rate(istio_requests_total[${window}]))`,
		`sum by (le,destination_service_namespace,destination_service_name,destination_workload,destination_canonical_revision)(rate(istio_request_duration_milliseconds_bucket{reporter=~"source|waypoint"}[${window}]))`,
		`sum by (le,destination_service_namespace,destination_service_name,destination_workload,destination_canonical_revision)(rate(istio_request_duration_milliseconds_bucket{reporter=~"source|waypoint",destination_service_name=~"cart|checkout-canary"}[${window}]))`,
		`sum by (source_workload_namespace,source_canonical_service,source_canonical_revision,destination_service_namespace,destination_service_name,destination_canonical_revision,response_code,connection_security_policy)(rate(istio_requests_total{reporter=~"destination|waypoint"}[${window}]))`,
		`sum by (destination_service,response_code,response_flags)(rate(istio_requests_total{reporter="source",destination_workload="unknown"}[${window}]))`,
		`sum by (destination_service_namespace,destination_service_name,response_flags)(rate(istio_requests_total{reporter="source",response_flags=~".*(UO|UH|URX|UF|UT|NR).*"}[${window}]))`,
		`sum by (destination_service_name,response_code)((istio_requests_total{reporter="source"} unless istio_requests_total{reporter="source"} offset ${window}) or increase(istio_requests_total{reporter="source"}[${window}]))`,
		`sum by (destination_service_name)(increase(istio_requests_total{reporter="source",response_code=~"5..|0"}[${window}]))`,
		`sum by (destination_service_name)(rate(istio_requests_total{reporter="source",response_code=~"5..|0"}[${window}])) / sum by (destination_service_name)(rate(istio_requests_total{reporter="source"}[${window}]))`,
		`histogram_quantile(0.99, sum by (le,destination_service_name)(rate(istio_request_duration_milliseconds_bucket[${window}])))`,
		`histogram_quantile(0.5, sum by (le)(rate(istio_request_duration_milliseconds_bucket{destination_service_namespace="shop"}[${window}])))`,
		`max_over_time((sum by (destination_service_name)(rate(istio_requests_total{reporter="source"}[${window}])))[1h:5m])`,
		`max_over_time(sum(rate(istio_requests_total{reporter="source"}[${window}]))[30m:])`,
	]),
];

/** What perch asks about the samples themselves. */
export const freshnessQueries: readonly string[] = [
	'count_over_time(up[10m])',
	'600 / max by (job)(count_over_time(up[10m]))',
	'max(timestamp(istio_requests_total))',
	'max by (destination_service_name)(timestamp(istio_requests_total{reporter="source"}))',
	'time() - max(timestamp(up))',
	'timestamp(up offset 5m)',
	'timestamp(up > 0)',
];
