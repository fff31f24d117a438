import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {familyQuestions} from '../families/family-questions.ts';
import {otelFamilies, otelSigns} from './otel-families.ts';
import {processLabels, withTargetInfo} from './target-info.ts';

/**
 * Requests as the HTTP servers of OpenTelemetry's SDKs count them, whether Prometheus scrapes them, a collector passes
 * them on, or they are pushed by OTLP. A Node server counts a connection that it destroyed itself as 200, and so do Node
 * and Go one that the client gave up. Without frameworks' routes there are none.
 */
export const opentelemetry: Mesh = {
	id: 'opentelemetry',
	title: safe`OpenTelemetry`,
	signs: otelSigns.map(metric => ({metric, own: []})),
	countedBy: [
		'le',
		'http_response_status_code',
		'http_status_code',
		'error_type',
		'service_name',
		'service_version',
		'exported_job',
		'job',
		'pod',
		'k8s_pod_name',
	],
	failureRule: safe`http_response_status_code 5xx (older: http_status_code), or error_type where there is no code, as the service counts itself`,
	limits: [
		{
			code: 'unanswered',
			text: safe`OpenTelemetry shows what the service counts itself: a request that was aborted counts as answered, often with 200`,
		},
		{code: 'callers', text: safe`OpenTelemetry’s server metrics do not tell who calls`},
	],
	evidence: {requests: 'recorded', latency: 'recorded', versions: 'recorded'},
	questions(scope, signs = otelSigns) {
		const hasDots = signs.some(sign => sign.includes('.'));
		return familyQuestions(otelFamilies(signs), scope, {
			onceBy: processLabels,
			join: (series, about) => withTargetInfo(series, {...about, hasDots, scope}),
		});
	},
};
