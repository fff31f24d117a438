import {line, safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {istioQuestions} from './istio-questions.ts';

/** Istio's standard metrics, of sidecars and of waypoints. */
export const istio: Mesh = {
	id: 'istio',
	title: safe`Istio`,
	signs: [{metric: 'istio_requests_total', own: []}],
	countedBy: [
		'le',
		'response_code',
		'response_flags',
		'grpc_response_status',
		'request_protocol',
		'destination_workload',
		'destination_version',
		'destination_canonical_revision',
	],
	failureRule: safe`response_code 5xx, or 0 (no answer), or a grpc_response_status other than 0`,
	limits: [],
	remains: {
		metricNames: [
			'.*:istio_requests?.*',
			'istio_requests?:.*',
			'istio_tcp_connections_opened_total',
			'istio_request_duration_milliseconds_(bucket|count)',
		],
		describe(metricNames) {
			const [rule] = metricNames.filter(name => name.includes(':')).sort();
			if (rule !== undefined)
				return safe`istio_requests_total is missing, only a recording rule's ${line(rule)} is here: keep the proxies' own series`;
			if (metricNames.some(name => name.startsWith('istio_request_duration')))
				return safe`istio_requests_total is missing, though durations are here: is it dropped while scraping?`;
			return safe`istio_requests_total is missing, only TCP connections are counted: ztunnel counts no requests, a waypoint does`;
		},
	},
	installed: {groups: ['networking.istio.io'], scrape: safe`its proxies at port 15020, /stats/prometheus`},
	evidence: {requests: 'recorded', latency: 'recorded', versions: 'recorded'},
	questions: istioQuestions,
};
