import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {familyQuestions} from '../families/family-questions.ts';
import {kongFamilies} from './kong-families.ts';

/** The metrics of Kong's Prometheus plugin, of Kong 3 and of Kong 2, where Kong's ingress controller has named the
 * services. */
export const kong: Mesh = {
	id: 'kong',
	title: safe`Kong`,
	signs: kongFamilies.map(({counter, own}) => ({metric: counter, own})),
	countedBy: ['le', 'code', 'type', 'source', 'service', 'exported_service'],
	failureRule: safe`code 5xx, of the service or of Kong itself`,
	limits: [
		{code: 'inside', text: safe`Kong counts only requests that come through it`},
		{
			code: 'inside',
			text: safe`Kong counts the backends of one HTTPRoute's rule together: it does not tell which of them answered`,
		},
		{code: 'callers', text: safe`Kong does not tell who calls`},
	],
	installed: {
		groups: ['configuration.konghq.com'],
		scrape: safe`Kong at its status port, /metrics, with the plugin prometheus`,
	},
	evidence: {requests: 'recorded', latency: 'recorded', versions: 'source'},
	remains: {
		metricNames: [
			'kong_nginx_.*',
			'kong_node_info',
			'kong_datastore_reachable',
			'kong_(request_latency_ms|latency)_bucket',
		],
		describe: () =>
			safe`kong_http_requests_total is missing, though Kong is measured: its Prometheus plugin needs status_code_metrics, and latency_metrics for durations`,
	},
	questions(scope, signs) {
		const found = kongFamilies.filter(({counter}) => signs?.includes(counter));
		return familyQuestions(found.length > 0 ? found : kongFamilies, scope);
	},
};
