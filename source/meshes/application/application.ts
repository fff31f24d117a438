import {safe} from '../../domain/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {applicationFamilies, processLabels} from '../families/application-families.ts';
import {familyQuestions} from '../families/family-questions.ts';

const families = applicationFamilies({
	requests: 'http_requests_total',
	durations: {metric: 'http_request_duration_seconds', unitMs: 1_000},
	own: [],
	labels: {
		namespace: 'namespace',
		service: 'service',
		application: null,
		pod: 'pod',
		version: 'version',
		codes: ['status_code', 'code', 'status'],
	},
	failure: null,
});

/**
 * The metrics that most libraries for applications write by these names: prom-client, express-prom-bundle, client_golang,
 * the instrumentator of FastAPI. Nobody owns the names: what is counted, probes and scrapes among it, is up to each
 * application. Which Service and version it is says the scrape, by the pod. Bounds differ from one application to the
 * next.
 */
export const application: Mesh = {
	id: 'application',
	title: safe`applications’ own metrics`,
	signs: families.map(({counter, own}) => ({metric: counter, own})),
	countedBy: ['le', 'status_code', 'code', 'status', 'service', 'pod', 'version'],
	failureRule: safe`status_code, code or status 5xx, as the application counts itself`,
	limits: [
		{
			code: 'unanswered',
			text: safe`Applications count themselves: a request that was never answered is not counted, or counts as answered`,
		},
		{code: 'callers', text: safe`Applications do not tell who calls them`},
	],
	evidence: {requests: 'recorded', latency: 'recorded', versions: 'recorded'},
	questions: (scope, signs) =>
		familyQuestions(
			families.filter(({counter}) => signs?.includes(counter) ?? true),
			scope,
			{onceBy: processLabels},
		),
};
