import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {MetricSample} from '../../source/domain/signals/metric-sample.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {linkerd} from '../../source/meshes/linkerd/linkerd.ts';
import {exposedSamples} from './support/exposed-samples.ts';

const checkout = {namespace: 'shop', name: 'checkout'};
const questions = linkerd.questions(scopeOf({}));

describe('Linkerd asks for', () => {
	test('the traffic of both sides by pod set, without requests that the proxy answers at its own port', () => {
		const origins =
			'cluster,cluster_name,cluster_id,k8s_cluster,k8s_cluster_name,tenant_id,prometheus_replica,replica,__replica__';
		expect(questions.traffic(60).promql).toBe(
			'sum by (direction,dst_namespace,dst_service,dst_pod_template_hash,pod_set,classification,status_code,grpc_status,' +
				`${origins})(label_replace(rate(response_total{direction="outbound",dst_namespace!=""}[60s]),` +
				'"pod_set","$1","dst_pod","(.+)-[^-]+")) or ' +
				`sum by (direction,namespace,pod_template_hash,pod_set,classification,status_code,grpc_status,${origins})(label_replace(` +
				'rate(response_total{direction="inbound",target_port!="4191",srv_port!="4191",route_name!="probe"}[60s]),' +
				'"pod_set","$1","pod","(.+)-[^-]+"))',
		);
	});

	test('the latency of the named services, and of requests that pods of their namespaces answered', () => {
		const promql = questions.latency?.([checkout], 60).promql;
		expect(promql).toContain(
			'response_latency_ms_bucket{direction="outbound",dst_namespace!="",dst_namespace="shop",dst_service="checkout"}',
		);
		expect(promql).toContain(
			'response_latency_ms_bucket{direction="inbound",target_port!="4191",srv_port!="4191",route_name!="probe",namespace="shop"}',
		);
	});
});

describe('traffic of Linkerd', () => {
	test('a request failed where the proxy classifies it so, with the status 200 as well', () => {
		const {value} = traffic([
			outbound({classification: 'success'}, 9),
			outbound({classification: 'failure'}, 1),
			outbound({classification: ''}, 2),
		]);
		expect(value).toMatchObject([{requestsPerSecond: 12, errorsPerSecond: 1}]);
	});

	test('the caller names the Service, the callee only the pod set, and the two are not added up', () => {
		const {value} = traffic([
			outbound({}, 5),
			sample({direction: 'inbound', namespace: 'shop', pod_set: 'checkout-58c56f75fc'}, 5),
		]);
		expect(value.map(({viewpoint, identity}) => [viewpoint, identity.service, identity.workload])).toEqual([
			['source', 'checkout', 'checkout-58c56f75fc'],
			['destination', null, 'checkout-58c56f75fc'],
		]);
	});

	test.each([
		['no namespace', {dst_namespace: ''}],
		['neither Service nor pod', {dst_service: '', pod_set: ''}],
		['an unknown side', {direction: 'sideways'}],
	])('a sample with %s counts as unmatched', (_what, labels) => {
		expect(traffic([outbound(labels, 1)])).toEqual({value: [], unmatched: 1});
	});
});

describe('the recorded traffic of Linkerd', () => {
	test('has two versions behind one Service, told apart by the pod set', () => {
		const {value, unmatched} = traffic(recorded('proxy-2026-canary-failures'));
		const callers = value.filter(({viewpoint}) => viewpoint === 'source');
		expect(callers).toMatchObject([
			{
				identity: {
					namespace: 'playground',
					service: 'playground-server-http',
					workload: 'playground-server-http-primary-9d9566587',
					version: '9d9566587',
				},
				requestsPerSecond: 65,
				errorsPerSecond: 65,
			},
			{
				identity: {workload: 'playground-server-http-canary-5597c667f6', version: '5597c667f6'},
				requestsPerSecond: 7,
				errorsPerSecond: 7,
			},
		]);
		// The line of the proxy's own port names no pod: the labels of its scrape are not in the recording.
		expect(unmatched).toBe(1);
	});
});

function traffic(samples: readonly MetricSample[]) {
	return questions.traffic(60).read(samples);
}

function outbound(labels: Readonly<Record<string, string>>, value: number): MetricSample {
	const usual = {
		direction: 'outbound',
		dst_namespace: 'shop',
		dst_service: 'checkout',
		pod_set: 'checkout-58c56f75fc',
		classification: 'success',
	};
	return sample({...usual, ...labels}, value);
}

function sample(labels: Readonly<Record<string, string>>, value: number): MetricSample {
	return {labels: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, ident(text)])), value};
}

/** The recorded lines, with the label that the query makes. */
function recorded(name: string): readonly MetricSample[] {
	const text = readFileSync(new URL(`../fixtures/metrics/linkerd/${name}.prom`, import.meta.url), 'utf8');
	return exposedSamples(text)
		.filter(({labels}) => labels.__name__ === 'response_total')
		.map(({labels, value}) => {
			const pod = labels.dst_pod ?? labels.pod ?? '';
			return sample({...labels, pod_set: pod.replace(/-[^-]+$/, '')}, value);
		});
}

test('Linkerd tells how requests ended, by status and by gRPC status', () => {
	const {value} = traffic([
		outbound({classification: 'success', status_code: '200'}, 9),
		outbound({classification: 'failure', status_code: '503'}, 1),
		outbound({classification: 'failure', status_code: '200', grpc_status: '14'}, 2),
	]);
	expect(value.map(({outcomes}) => outcomes)).toEqual([
		[
			{status: '200', grpcStatus: null, isFailed: false, perSecond: 9},
			{status: '503', grpcStatus: null, isFailed: true, perSecond: 1},
			{status: '200', grpcStatus: '14', isFailed: true, perSecond: 2},
		],
	]);
});
