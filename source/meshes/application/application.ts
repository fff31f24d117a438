import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {applicationFamilies, processLabels} from '../families/application-families.ts';
import {familyQuestions} from '../families/family-questions.ts';
import {whyUnread} from '../families/why-unread.ts';

/** The names of one library: those that only one writes come first. An application with metrics of several is counted by
 * the first of them. */
const libraries = [
	// Micrometer, of Spring Boot and Quarkus: a timer, which has buckets only where somebody has set it so.
	{requests: null, durations: 'http_server_requests_seconds'},
	// prometheus-flask-exporter.
	{requests: 'flask_http_request_total', durations: 'flask_http_request_duration_seconds'},
	// axum-prometheus.
	{requests: 'axum_http_requests_total', durations: 'axum_http_requests_duration_seconds'},
	{requests: 'http_requests_total', durations: 'http_request_duration_seconds'},
] as const;

const read = {
	labels: {
		namespace: 'namespace',
		service: 'service',
		application: null,
		pod: 'pod',
		version: 'version',
		codes: ['status_code', 'code', 'status'],
	},
	failure: null,
} as const;

const written = libraries.map(({requests, durations}) => ({
	writer: durations,
	families: applicationFamilies({...read, requests, durations: {metric: durations, unitMs: 1_000}, own: []}),
}));
const families = written.flatMap(one => one.families);

/**
 * The metrics that most libraries for applications write: Micrometer and others by their own names, and by names that nobody owns
 * prom-client, express-prom-bundle, client_golang, prometheus-net, the instrumentator of FastAPI. What is counted, probes
 * and scrapes among it, is up to each application. Which Service and version it is says the scrape, by the pod. Bounds
 * differ from one application to the next.
 */
export const application: Mesh = {
	id: 'application',
	title: safe`applications’ own metrics`,
	signs: written.flatMap(one => one.families.map(({counter, own}) => ({metric: counter, own, writer: one.writer}))),
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
	whyUnread: samples => whyUnread(read, samples),
	questions: (scope, signs) =>
		familyQuestions(
			families.filter(({counter}) => signs?.includes(counter) ?? true),
			scope,
			{onceBy: processLabels},
		),
};
