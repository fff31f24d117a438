import {describe, expect, test} from 'vitest';
import type {MetricSample} from '../../source/domain/signals/metric-sample.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {istio} from '../../source/meshes/istio/istio.ts';

const checkout = {namespace: 'shop', name: 'checkout'};
const questions = istio.questions(scopeOf({}));

describe('Istio asks for', () => {
	test('the traffic of everything, grouped by reporter, destination, response and origin', () => {
		expect(questions.traffic(60).promql).toBe(
			'sum by (reporter,destination_service,destination_service_namespace,destination_service_name,destination_workload,' +
				'destination_canonical_revision,request_protocol,response_code,grpc_response_status,' +
				'cluster,cluster_name,cluster_id,k8s_cluster,k8s_cluster_name,tenant_id,prometheus_replica,replica,__replica__)' +
				'(rate(istio_requests_total[60s]))',
		);
	});

	test('the latency of the named services only, and of those of the same names that a waypoint counts', () => {
		expect(questions.latency?.([checkout, {namespace: 'pay', name: 'ledger'}], 60).promql).toBe(
			'sum by (le,reporter,destination_service,destination_service_namespace,destination_service_name,destination_workload,' +
				'destination_canonical_revision)(rate(istio_request_duration_milliseconds_bucket{' +
				'destination_service_namespace=~"pay|shop",destination_service_name=~"checkout|ledger"}[60s])' +
				' or rate(istio_request_duration_milliseconds_bucket{' +
				'reporter="waypoint",destination_service_name=~"checkout|ledger"}[60s]))',
		);
	});

	test('the peak of exactly these services, each namespace by itself; of a waypoint by their hosts', () => {
		const selectors = [
			'{reporter!="waypoint",destination_service_namespace="pay",destination_service_name="ledger"}',
			'{reporter!="waypoint",destination_service_namespace="shop",destination_service_name="checkout"}',
			String.raw`{reporter="waypoint",destination_service=~"(ledger)\\.pay\\.svc(\\..*)?"}`,
			String.raw`{reporter="waypoint",destination_service=~"(checkout)\\.shop\\.svc(\\..*)?"}`,
		];
		const by = 'reporter,cluster,cluster_name,cluster_id,k8s_cluster,k8s_cluster_name,tenant_id';
		const rates = selectors.map(selector => `rate(istio_requests_total${selector}[300s])`).join(' or ');
		const before = selectors.map(selector => `istio_requests_total${selector} offset 600s`).join(' or ');
		expect(questions.peak([checkout, {namespace: 'pay', name: 'ledger'}], 86_400).promql).toBe(
			`max_over_time(sum by (${by})(${rates})[86400s:300s]) and count by (${by})(${before})`,
		);
	});
});

describe('traffic of Istio', () => {
	test.each([
		['a server error', {response_code: '503'}, 1],
		['no answer', {response_code: '0'}, 1],
		['a client error', {response_code: '404'}, 0],
		['a success', {response_code: '200'}, 0],
		[
			'a gRPC failure in an HTTP success',
			{request_protocol: 'grpc', response_code: '200', grpc_response_status: '14'},
			1,
		],
		['a gRPC success', {request_protocol: 'grpc', response_code: '200', grpc_response_status: '0'}, 0],
		['a gRPC call without a status', {request_protocol: 'grpc', response_code: '200', grpc_response_status: ''}, 0],
	])('%s is judged by its status (%#)', (_what, labels, errorsPerSecond) => {
		expect(traffic([sample({...labels}, 1)]).value).toMatchObject([{requestsPerSecond: 1, errorsPerSecond}]);
	});

	test('codes of one version add up; versions and workloads stay apart', () => {
		const {value} = traffic([
			sample({response_code: '200'}, 9),
			sample({response_code: '503'}, 1),
			sample({destination_canonical_revision: 'v2'}, 4),
			sample({destination_workload: 'checkout-b'}, 2),
		]);
		expect(value.map(one => [one.identity.workload, one.identity.version, one.requestsPerSecond])).toEqual([
			['checkout', 'v1', 10],
			['checkout', 'v2', 4],
			['checkout-b', 'v1', 2],
		]);
	});

	test.each(['latest', 'unknown', ''])('the version label "%s" gives no version', version => {
		expect(traffic([sample({destination_canonical_revision: version}, 1)]).value[0]?.identity.version).toBeNull();
	});

	test('a request that reached no pod has no workload', () => {
		const {value, unmatched} = traffic([
			sample({destination_workload: 'unknown', destination_canonical_revision: 'unknown', response_code: '503'}, 2),
		]);
		expect(value).toMatchObject([{identity: {service: 'checkout', workload: null}, errorsPerSecond: 2}]);
		expect(unmatched).toBe(0);
	});

	test('each service has the figures of the waypoint, else the source, else the destination, never their sum', () => {
		const both = [sample({reporter: 'destination'}, 11), sample({reporter: 'source'}, 10)];
		const other = sample({reporter: 'destination', destination_service_name: 'cart'}, 3);
		const figures = (samples: readonly MetricSample[]) =>
			traffic(samples).value.map(one => [one.identity.service, one.viewpoint, one.requestsPerSecond]);
		expect(figures([...both, other])).toEqual([
			['checkout', 'source', 10],
			['cart', 'destination', 3],
		]);
		expect(figures([...both, sample({reporter: 'waypoint'}, 12)])).toEqual([['checkout', 'waypoint', 12]]);
		expect(figures([sample({reporter: 'source'}, 0), sample({reporter: 'destination'}, 7)])).toEqual([
			['checkout', 'destination', 7],
		]);
	});

	test('the same name in two namespaces is two services', () => {
		const {value} = traffic([sample({}, 1), sample({destination_service_namespace: 'staging'}, 2)]);
		expect(value.map(one => one.identity.namespace)).toEqual(['shop', 'staging']);
	});

	test('a host in place of the name gives namespace and name of the service', () => {
		const {value} = traffic([
			sample({destination_service_name: 'cart.store.svc.cluster.local', destination_service_namespace: 'unknown'}, 1),
		]);
		expect(value).toMatchObject([{identity: {namespace: 'store', service: 'cart'}}]);
	});

	test.each([
		['no service', {destination_service_name: 'unknown'}],
		['no namespace', {destination_service_namespace: ''}],
		['passthrough', {destination_service_name: 'PassthroughCluster'}],
		['inbound passthrough', {destination_service_name: 'InboundPassthroughCluster'}],
		['black hole', {destination_service_name: 'BlackHoleCluster'}],
		['an unknown reporter', {reporter: 'observer'}],
	])('a sample with %s counts as unmatched', (_what, labels) => {
		expect(traffic([sample(labels, 1)])).toEqual({value: [], unmatched: 1});
	});

	test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1])('%d is no rate', value => {
		expect(traffic([sample({}, value), sample({}, 2)])).toMatchObject({value: [{requestsPerSecond: 2}], unmatched: 1});
	});
});

describe('latency of Istio', () => {
	test('bounds are numbers, whichever way they are written, in ascending order', () => {
		const {value} = latency([
			bucket('+Inf', 4),
			bucket('10', 1),
			bucket('1.0', 0.5),
			bucket('1', 0.25),
			bucket('2500', 4),
		]);
		expect(value).toMatchObject([
			{
				viewpoint: 'source',
				buckets: [
					{upperMs: 1, perSecond: 0.75},
					{upperMs: 10, perSecond: 1},
					{upperMs: 2500, perSecond: 4},
					{upperMs: Number.POSITIVE_INFINITY, perSecond: 4},
				],
			},
		]);
	});

	test('the viewpoint is chosen as for traffic', () => {
		const {value} = latency([bucket('+Inf', 4), bucket('+Inf', 9, {reporter: 'destination'})]);
		expect(value).toMatchObject([{viewpoint: 'source', buckets: [{perSecond: 4}]}]);
	});

	test('a service that was not named is left out, though its namespace and its name were', () => {
		const named = [checkout, {namespace: 'pay', name: 'ledger'}];
		const samples = [bucket('+Inf', 4), bucket('+Inf', 9, {destination_service_namespace: 'pay'})];
		expect(questions.latency?.(named, 60).read(samples)).toMatchObject({
			value: [{identity: {namespace: 'shop'}}],
			unmatched: 0,
		});
	});

	test('a sample without a valid bound counts as unmatched', () => {
		expect(latency([bucket('', 1), bucket('many', 1)])).toEqual({value: [], unmatched: 2});
	});
});

test('Istio reads the time of the newest sample in milliseconds, and null without a sample', () => {
	const read = (samples: readonly MetricSample[]) => questions.newestSample().read(samples).value;
	expect(read([{labels: {}, value: 1_790_000_000.5}])).toBe(1_790_000_000_500);
	expect(read([])).toBeNull();
	expect(read([{labels: {}, value: Number.NaN}])).toBeNull();
});

test('Istio reads the peak of the preferred viewpoint, and null where there is none', () => {
	const read = (samples: readonly MetricSample[]) => questions.peak([checkout], 86_400).read(samples).value;
	const peak = (reporter: string, value: number) => ({labels: {reporter: ident(reporter)}, value});
	expect(read([peak('destination', 50), peak('source', 48)])).toBe(48);
	expect(read([peak('source', Number.NaN)])).toBeNull();
	// Two peaks of one viewpoint come from two clusters, of which one is gone by now.
	expect(read([peak('source', 50), peak('source', 48), peak('destination', 9)])).toBeNull();
	expect(read([])).toBeNull();
});

function traffic(samples: readonly MetricSample[]) {
	return questions.traffic(60).read(samples);
}

function latency(samples: readonly MetricSample[]) {
	return questions.latency?.([checkout], 60).read(samples) ?? {value: [], unmatched: -1};
}

function bucket(le: string, value: number, labels: Readonly<Record<string, string>> = {}): MetricSample {
	return sample({le, ...labels}, value);
}

function sample(labels: Readonly<Record<string, string>>, value: number): MetricSample {
	const all = {
		reporter: 'source',
		destination_service_namespace: 'shop',
		destination_service_name: 'checkout',
		destination_workload: 'checkout',
		destination_canonical_revision: 'v1',
		request_protocol: 'http',
		response_code: '200',
		...labels,
	};
	return {labels: Object.fromEntries(Object.entries(all).map(([label, text]) => [label, ident(text)])), value};
}

test('Istio tells how requests ended; a request without an answer has no status', () => {
	const {value} = traffic([
		sample({response_code: '200'}, 9),
		sample({response_code: '503'}, 1),
		sample({response_code: '0'}, 2),
		sample({response_code: '200', grpc_response_status: '14'}, 3),
	]);
	expect(value.map(({outcomes}) => outcomes)).toEqual([
		[
			{status: '200', grpcStatus: null, isFailed: false, perSecond: 9},
			{status: '503', grpcStatus: null, isFailed: true, perSecond: 1},
			{status: null, grpcStatus: null, isFailed: true, perSecond: 2},
			{status: '200', grpcStatus: '14', isFailed: true, perSecond: 3},
		],
	]);
});
