import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {familyQuestions} from '../families/family-questions.ts';
import {spanFamilies} from './span-families.ts';

/** What OpenTelemetry's spanmetrics connector counts of the spans that services send, or Tempo's metrics generator, which
 * perch reads by its documentation alone. */
export const spanMetrics: Mesh = {
	id: 'span-metrics',
	title: safe`span metrics`,
	signs: spanFamilies.map(({calls: {counter, own}}) => ({metric: counter, own})),
	countedBy: [
		'le',
		'span_kind',
		'status_code',
		'otel_status_code',
		'http_response_status_code',
		'service_name',
		'service_version',
		'job',
		'k8s_pod_name',
	],
	failureRule: safe`status_code="STATUS_CODE_ERROR" on a span of a server or a consumer, which a 404 is not`,
	limits: [
		{code: 'callers', text: safe`span metrics do not tell who calls`},
		{
			code: 'unanswered',
			text: safe`span metrics hold what a service traced itself: a request that it never answered is missing, and so is what was sampled away before it was counted`,
		},
	],
	evidence: {requests: 'recorded', latency: 'recorded', versions: 'recorded'},
	// Four times 60 s, after which the connector hands its figures on.
	leastWindowSeconds: 240,
	questions(scope, signs) {
		const present = spanFamilies.filter(({calls}) => signs?.includes(calls.counter) ?? true);
		const counted = present.map(({calls}) => ({...calls, histogram: null}));
		const timed = present.flatMap(({calls, durations}) => durations.map(own => ({...calls, ...own})));
		const {latency} = familyQuestions(timed, scope);
		return {...familyQuestions(counted, scope), ...(latency && {latency})};
	},
};
