import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {familyQuestions} from '../families/family-questions.ts';
import {nginxRequests} from './nginx-requests.ts';

/** The metrics of the ingress-nginx controller, which counts at the edge. */
export const ingressNginx: Mesh = {
	id: 'ingress-nginx',
	title: safe`ingress-nginx`,
	signs: [{metric: nginxRequests.counter, own: nginxRequests.own}],
	countedBy: ['le', 'status', 'canary', 'service', 'exported_service', 'ingress'],
	failureRule: safe`status 5xx; a 499 is the client's`,
	limits: [
		{code: 'inside', text: safe`ingress-nginx counts only requests that come through it`},
		{code: 'callers', text: safe`ingress-nginx does not tell who calls`},
	],
	evidence: {requests: 'recorded', latency: 'recorded', versions: 'source'},
	questions: scope => familyQuestions([nginxRequests], scope),
};
