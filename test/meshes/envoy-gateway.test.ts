import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {MetricSample} from '../../source/domain/signals/metric-sample.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {envoyGateway} from '../../source/meshes/envoy/envoy-gateway.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, endMs, presentAt, prometheusOf, recorded, textOf} from './support/recorded-metrics.ts';

const file = 'envoy-gateway/proxy-2026.prom';
const questions = envoyGateway.questions(scopeOf({}));
const [codes, classes] = ['envoy_cluster_upstream_rq', 'envoy_cluster_upstream_rq_xx'];
const series = (...names: readonly string[]) =>
	recorded(file).filter(({labels}) => names.some(name => name === labels.__name__));
const route = (text: string, rule = 0) => ({kind: 'route', namespace: 'models', text, rule}) as const;
const counted = {namespace: '', service: null, workload: null, version: null, isOfAnyVersion: true};
const [one, other] = ['model-a-7b-router', 'model-b-8b-router'];

const ofCluster = (name: string, labels: Readonly<Record<string, string>> = {envoy_response_code_class: '2'}) => ({
	labels: {
		envoy_cluster_name: ident(name),
		...Object.fromEntries(Object.entries(labels).map(([key, text]) => [key, ident(text)])),
	},
	value: 1,
});
const identityOf = (name: string) => questions.traffic(60).read([ofCluster(name)]).value[0]?.identity;

describe('Envoy Gateway', () => {
	test('counts the requests of each rule by their classes, and none for what Envoy itself asks', () => {
		const {value, unmatched} = questions.traffic(60).read(series(classes));
		expect(value).toEqual([
			{
				identity: {...counted, told: route(one)},
				viewpoint: 'source',
				requestsPerSecond: 631_400,
				errorsPerSecond: 30,
				outcomes: [
					{status: '2xx', grpcStatus: null, isFailed: false, perSecond: 631_366},
					{status: '5xx', grpcStatus: null, isFailed: true, perSecond: 30},
					{status: '4xx', grpcStatus: null, isFailed: false, perSecond: 4},
				],
			},
			expect.objectContaining({identity: {...counted, told: route(other)}, errorsPerSecond: 28}),
		]);
		// The cluster `xds_cluster`.
		expect(unmatched).toBe(1);
	});

	test('does not take the codes that a scrape kept for all requests', () => {
		expect(questions.traffic(60).read(series(codes, classes)).value).toMatchObject([
			{requestsPerSecond: 631_400, errorsPerSecond: 30},
			{requestsPerSecond: 450_170, errorsPerSecond: 28},
		]);
	});

	test('tells the codes where they are of all requests, which count once', () => {
		const name = `httproute/models/${one}/rule/0`;
		const samples: readonly MetricSample[] = [
			...series(classes).filter(({labels}) => labels.envoy_cluster_name === name),
			...series(codes),
			{...ofCluster(name, {envoy_response_code: '200'}), value: 631_366},
			{...ofCluster(name, {envoy_response_code: '404'}), value: 4},
		];
		const {value} = questions.traffic(60).read(samples);
		expect(value).toMatchObject([
			{requestsPerSecond: 631_400, errorsPerSecond: 30, outcomes: [{status: '503'}, {status: '200'}, {status: '404'}]},
		]);
	});

	test.each([
		[{envoy_response_code: '503'}, 1],
		[{envoy_response_code: '499'}, 0],
		[{envoy_response_code_class: '5'}, 1],
		[{envoy_response_code_class: '4'}, 0],
	])('calls %o failed: %s', (labels, errorsPerSecond) => {
		const {value} = questions.traffic(60).read([ofCluster('httproute/shop/checkout/rule/0', labels)]);
		expect(value).toMatchObject([{errorsPerSecond}]);
	});

	test('tells the backend of a rule where it has a cluster of its own, and a Service where clusters are merged', () => {
		expect(identityOf('httproute/models/router/rule/2/backend/1')).toMatchObject({
			told: {...route('router', 2), backend: 1},
		});
		expect(identityOf('backend/service/shop/checkout/8080')).toEqual({
			...counted,
			namespace: 'shop',
			service: 'checkout',
		});
	});

	test.each([
		'xds_cluster',
		'grpcroute/shop/checkout/rule/0',
		'httproute/shop/checkout/rule/0-mirror-0',
		'shop_checkout_80',
	])('makes no row of %s', name => {
		expect(questions.traffic(60).read([ofCluster(name)])).toEqual({value: [], unmatched: 1});
	});
});

describe.runIf(installedPrometheusVersion() !== undefined)('Envoy Gateway in a real Prometheus', () => {
	const named = {namespace: 'models', name: 'model-a'};
	const rulesTo = (name: string, ...leadsTo: readonly (typeof named)[]) => [
		{namespace: 'models', name, rule: 0, leadsTo},
	];
	const service = {...named, rules: rulesTo(one, named)};
	const elsewhere = {namespace: 'models', name: 'model-b'};
	let real: RealPrometheus;
	beforeAll(async () => {
		// Istio's sidecars count Envoy's clusters under the same names.
		real = await prometheusOf([{text: textOf(file)}, {text: textOf('istio/envoy-statistics-1.14.prom')}]);
	});
	afterAll(() => real.stop());

	test('has the rates of all requests, once, though some codes are kept beside the classes', async () => {
		const {value} = await askAt(real, questions.traffic(60));
		expect(value.map(({requestsPerSecond}) => requestsPerSecond)).toEqual([
			expect.closeTo(63_140, 3),
			expect.closeTo(45_017, 3),
		]);
		expect(value[0]?.errorsPerSecond).toBeCloseTo(3, 6);
	});

	test('is asked for the rules that lead to a service, or for all where these are not known', async () => {
		const asked = async (services: Parameters<typeof questions.trafficOf>[0]) =>
			(await askAt(real, questions.trafficOf(services, 60))).value.map(({identity}) => identity.told?.text);
		expect(await asked([service])).toEqual([one]);
		expect(await asked([service, {...service, name: 'model-b', rules: rulesTo(other)}])).toEqual([one, other]);
		expect(await asked([{...service, rules: []}])).toEqual([]);
		expect(await asked([named])).toEqual([one, other]);
	});

	test('has a peak only of rules that are known to lead to the service, and nowhere else', async () => {
		const peakOf = async (services: Parameters<typeof questions.peak>[0]) =>
			(await askAt(real, questions.peak(services, 600))).value;
		expect(await peakOf([service])).toBeCloseTo(63_140, 3);
		expect(await peakOf([named])).toBeNull();
		const split = {...named, rules: rulesTo(one, named, elsewhere)};
		expect(await peakOf([split])).toBeNull();
		expect(await peakOf([split, {...elsewhere, rules: split.rules}])).toBeCloseTo(63_140, 3);
	});

	test('is recognised, and Istio’s statistics of Envoy are none of any provider', async () => {
		expect((await presentAt(real)).map(({mesh, signs}) => [mesh.id, signs])).toEqual([
			['envoy-gateway', [codes, classes]],
		]);
	});

	test('has the time of its newest sample whichever of its counters is there', async () => {
		for (const signs of [undefined, [codes], [classes]]) {
			const {value} = await askAt(real, envoyGateway.questions(scopeOf({}), signs).newestSample());
			expect(value).toBe(endMs);
		}
	});
});
