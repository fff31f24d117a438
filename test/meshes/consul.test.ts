import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {consul} from '../../source/meshes/consul/consul.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, presentAt, prometheusOf, recorded, textOf} from './support/recorded-metrics.ts';

const [quiet, calling] = ['consul/dataplane-no-upstream.prom', 'consul/upstream-labels-2023.prom'];
const questions = consul.questions(scopeOf({}));
const service = (text: string) => ({
	namespace: '',
	service: null,
	workload: null,
	version: null,
	told: {kind: 'application', text, namespace: null},
});

const [upstream] = recorded(calling);
const call = (labels: Readonly<Record<string, string>>, value = 1) => ({
	labels: {
		...upstream?.labels,
		...Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, ident(text)])),
	} as NonNullable<typeof upstream>['labels'],
	value,
});
const read = (...samples: ReturnType<typeof call>[]) => questions.traffic(60).read(samples);

describe('Consul', () => {
	test('counts a call for the service that its recording names, in whatever namespace of Kubernetes that is', () => {
		expect(read(call({})).value).toEqual([
			{
				identity: {...service('b'), isOfAnyVersion: true},
				viewpoint: 'source',
				requestsPerSecond: 1,
				errorsPerSecond: 0,
				outcomes: [{status: '4xx', grpcStatus: null, isFailed: false, perSecond: 1}],
			},
		]);
	});

	test('takes a namespace other than Consul’s only one for that of Kubernetes', () => {
		expect(read(call({consul_destination_namespace: 'shop'})).value).toMatchObject([
			{identity: {told: {text: 'b', namespace: 'shop'}}},
		]);
	});

	test('tells versions by the subset', () => {
		const {value} = read(
			call({consul_destination_service_subset: 'v1'}, 9),
			call({consul_destination_service_subset: 'v2', envoy_response_code_class: '5'}, 1),
		);
		expect(value).toMatchObject([
			{identity: {told: {text: 'b'}, version: 'v1'}, requestsPerSecond: 9, errorsPerSecond: 0},
			{identity: {told: {text: 'b'}, version: 'v2'}, requestsPerSecond: 1, errorsPerSecond: 1},
		]);
	});

	test.each([
		['of a peer', {consul_destination_peer: 'east'}],
		['of another datacenter', {consul_destination_datacenter: 'dc2'}],
		['of another partition', {consul_destination_partition: 'blue'}],
	])('takes no service %s for one of this cluster', (_which, labels) => {
		expect(read(call(labels))).toEqual({value: [], unmatched: 1});
	});

	test('counts within a partition that is not the default one', () => {
		const labels = {consul_destination_partition: 'blue', consul_source_partition: 'blue'};
		expect(read(call(labels)).value).toHaveLength(1);
	});

	test('makes nothing of a sidecar’s own application, nor of what scrapes it', () => {
		const own = recorded(quiet).filter(({labels}) => labels.__name__ === 'envoy_cluster_upstream_rq');
		expect(own.map(({labels}) => labels.envoy_cluster_name)).toEqual(['consul-dataplane', 'prometheus_backend']);
		expect(read(...own)).toEqual({value: [], unmatched: 2});
	});

	test('tells who calls, and not how it is secured', () => {
		const told = questions.edges?.(60).read([call({}, 3), call({envoy_response_code_class: '5'}, 1)]);
		expect(told?.value).toEqual([
			{
				caller: service('a'),
				callee: {...service('b'), isOfAnyVersion: true},
				viewpoint: 'source',
				requestsPerSecond: 4,
				errorsPerSecond: 1,
				securedPerSecond: null,
			},
		]);
	});

	test('tells of whose requests which failed, by codes where no classes are counted', () => {
		const sliced = (labels: Readonly<Record<string, string>>, value: number) =>
			call({piece: 'caller', consul_source_service: 'web', ...labels}, value);
		const told = questions.slices?.([], 60, null).read([sliced({}, 3), sliced({failed: '1'}, 1)]).value;
		expect(told).toMatchObject([
			{identity: service('b'), viewpoint: 'source', dimension: 'caller', value: 'web', requests: 180, failures: 0},
			{dimension: 'caller', value: 'web', requests: 60, failures: 60},
		]);
		const ofCodes = consul.questions(scopeOf({}), ['envoy_cluster_upstream_rq']);
		expect(ofCodes.slices?.([], 60, null).promql).toContain('"envoy_response_code","5.."');
		expect(ofCodes.edges?.(60).promql).not.toContain('_xx');
	});
});

describe.runIf(installedPrometheusVersion() !== undefined)('Consul in a real Prometheus', () => {
	const b = {namespace: 'shop', name: 'b-service', applications: ['b']};
	const labels = /\{(.*)\}/.exec(textOf(calling))?.[1]?.replace(/,envoy_response_code_class="4"/, '') ?? '';
	/** The recorded durations, which are those of a scrape, as if they were of the recorded call. */
	const durations = textOf(quiet)
		.split('\n')
		.filter(row => row.startsWith('envoy_cluster_upstream_rq_time'))
		.map(row => row.replace(/\{.*?(,le="[^"]*")?\}/, (_all, le = '') => `{${labels}${le}}`))
		.join('\n');
	let real: RealPrometheus;
	beforeAll(async () => {
		real = await prometheusOf([{text: textOf(quiet)}, {text: textOf(calling)}, {text: durations}]);
	});
	afterAll(() => real.stop());

	test('has the rates of calls, of all services or of one that applications call by another name', async () => {
		const {value, unmatched} = await askAt(real, questions.traffic(60));
		expect(value).toMatchObject([{identity: service('b')}]);
		expect(value[0]?.requestsPerSecond).toBeCloseTo(0.1, 6);
		expect(unmatched).toBe(0);
		expect((await askAt(real, questions.trafficOf([b], 60))).value).toEqual(value);
		expect((await askAt(real, questions.trafficOf([{namespace: 'shop', name: 'a'}], 60))).value).toEqual([]);
		expect((await askAt(real, questions.peak([b], 600))).value).toBeCloseTo(0.1, 6);
	});

	test('has its durations in milliseconds', async () => {
		const {value} = questions.latency ? await askAt(real, questions.latency([b], 60)) : {value: []};
		const buckets = value[0]?.buckets ?? [];
		expect(buckets.map(({upperMs}) => upperMs)).toEqual([
			0.5,
			1,
			5,
			10,
			25,
			50,
			100,
			250,
			500,
			1_000,
			2_500,
			5_000,
			10_000,
			30_000,
			60_000,
			300_000,
			600_000,
			1_800_000,
			3_600_000,
			Number.POSITIVE_INFINITY,
		]);
		expect(buckets.find(({upperMs}) => upperMs === 5)?.perSecond).toBe(0);
		expect(buckets.find(({upperMs}) => upperMs === 10)?.perSecond).toBeCloseTo(0.2, 6);
	});

	test('has its callers', async () => {
		const {value} = questions.slices ? await askAt(real, questions.slices([b], 60, null)) : {value: []};
		expect(value).toMatchObject([{identity: service('b'), dimension: 'caller', value: 'a', failures: 0}]);
		expect(value[0]?.requests).toBeCloseTo(6, 6);
	});

	test('has its edges', async () => {
		const {value} = questions.edges ? await askAt(real, questions.edges(60)) : {value: []};
		expect(value).toMatchObject([{caller: service('a'), callee: service('b')}]);
	});

	test('is recognised, and no other provider is', async () => {
		const ids = (await presentAt(real)).map(({mesh, signs}) => [mesh.id, signs]);
		expect(ids).toEqual([['consul', ['envoy_cluster_upstream_rq', 'envoy_cluster_upstream_rq_xx']]]);
	});
});
