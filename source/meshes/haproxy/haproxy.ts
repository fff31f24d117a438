import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {familyQuestions} from '../families/family-questions.ts';
import {haproxyResponses} from './haproxy-responses.ts';

/** The metrics of HAProxy's own exporter, where HAProxy's ingress controller has named the backends. HAProxy retries and
 * redispatches within one request: only what the client got counts. */
export const haproxy: Mesh = {
	id: 'haproxy',
	title: safe`HAProxy`,
	signs: [{metric: haproxyResponses.counter, own: haproxyResponses.own}],
	countedBy: ['code', 'proxy'],
	failureRule: safe`code 5xx of the backend, with HAProxy's own 502, 503 and 504`,
	limits: [
		{code: 'percentiles', text: safe`HAProxy counts no durations, so percentiles cannot be shown`},
		{code: 'inside', text: safe`HAProxy counts only requests that come through it`},
		{code: 'callers', text: safe`HAProxy does not tell who calls`},
	],
	installed: {groups: ['ingress.v1.haproxy.org', 'ingress.v3.haproxy.org'], scrape: safe`HAProxy at /metrics`},
	evidence: {requests: 'recorded', latency: 'none', versions: 'source'},
	remains: {
		metricNames: ['haproxy_(backend|frontend|server)_http_responses_total'],
		describe(metricNames) {
			if (metricNames.includes(haproxyResponses.counter))
				return safe`haproxy_backend_http_responses_total is here without the label proxy: another exporter than HAProxy's own has made it`;
			return safe`haproxy_backend_http_responses_total is missing, though HAProxy counts: is it dropped while scraping?`;
		},
	},
	questions: scope => familyQuestions([haproxyResponses], scope),
};
