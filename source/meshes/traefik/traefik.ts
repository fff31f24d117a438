import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {familyQuestions} from '../families/family-questions.ts';
import {traefikRequests} from './traefik-requests.ts';

/** The metrics of Traefik, which counts at the edge. A Service is named where Traefik balances between its endpoints:
 * for an Ingress, a route of the Gateway API, and each target of a split. */
export const traefik: Mesh = {
	id: 'traefik',
	title: safe`Traefik`,
	signs: [{metric: traefikRequests.counter, own: traefikRequests.own}],
	countedBy: ['le', 'code', 'protocol', 'service', 'exported_service'],
	failureRule: safe`code 5xx, or a code other than 0 of the protocols grpc and grpc-web`,
	limits: [
		{code: 'inside', text: safe`Traefik counts only requests that come through it and that no middleware refuses`},
		{
			code: 'inside',
			text: safe`Traefik names the rule of an IngressRoute, not the Service, where that is the rule's only one: perch does not know it`,
		},
		{code: 'callers', text: safe`Traefik does not tell who calls`},
	],
	installed: {groups: ['traefik.io', 'traefik.containo.us'], scrape: safe`Traefik at /metrics, with addServicesLabels`},
	evidence: {requests: 'recorded', latency: 'recorded', versions: 'source'},
	remains: {
		metricNames: ['traefik_(service|entrypoint)_requests_total'],
		describe(metricNames) {
			if (metricNames.includes(traefikRequests.counter))
				return safe`Traefik counts no requests to a Service yet: traefik_service_requests_total has only its own`;
			return safe`traefik_service_requests_total is missing, only Traefik's entrypoints are counted: its metrics need addServicesLabels`;
		},
	},
	questions: scope => familyQuestions([traefikRequests], scope),
};
