import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {ok} from '../../source/domain/result.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {detectMeshes} from '../../source/engine/connecting/detect-meshes.ts';
import {hubble} from '../../source/meshes/hubble/hubble.ts';
import type {MetricsPort} from '../../source/ports/metrics.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, prometheusOf, recorded, relabelled, textOf} from './support/recorded-metrics.ts';

const file = 'hubble/httpV2-collector.prom';
const olderFile = 'hubble/http-collector.prom';
const v2 = hubble.questions(scopeOf({}), ['hubble_http_requests_total']);
const v1 = hubble.questions(scopeOf({}), ['hubble_http_responses_total']);

/** What `labelsContext` adds to the recorded series. */
const callee = {destination_namespace: 'shop', destination_workload: 'cart'};
const caller = {source_namespace: 'web', source_workload: 'frontend'};
const [recordedRequest] = recorded(file);
const request = (labels: Readonly<Record<string, string>>, value = 1) =>
	relabelled(recordedRequest, {...callee, ...caller, family: '0', ...labels}, value);

describe('Hubble', () => {
	test('names the workload that was called, and the side that counted', () => {
		const samples = [request({}, 8), request({status: '503'}, 2), request({reporter: 'client'}, 9)];
		expect(v2.traffic(60).read(samples).value).toMatchObject([
			{
				identity: {namespace: 'shop', service: null, workload: 'cart', version: null},
				viewpoint: 'destination',
				requestsPerSecond: 10,
				errorsPerSecond: 2,
			},
			{viewpoint: 'source', requestsPerSecond: 9, errorsPerSecond: 0},
		]);
	});

	test('names what made the pods where they are named', () => {
		const [sample] = v2.traffic(60).read([request({pod_set: 'cart-866cfb757'})]).value;
		expect(sample?.identity.workload).toBe('cart-866cfb757');
	});

	test.each([
		['500', 1],
		['599', 1],
		['404', 0],
		['499', 0],
	])('calls status %s failed: %s', (status, errorsPerSecond) => {
		expect(v2.traffic(60).read([request({status})]).value).toMatchObject([{errorsPerSecond}]);
	});

	test.each([[{reporter: 'unknown'}], [{destination_workload: ''}], [{destination_namespace: ''}]])(
		'counts nothing of %j',
		labels => {
			expect(v2.traffic(60).read([request(labels)])).toEqual({value: [], unmatched: 1});
		},
	);

	test('has the called side in `source_…` where answers are counted, which come from there', () => {
		const [, response] = recorded(olderFile);
		const sides = {
			source_namespace: 'shop',
			source_workload: 'cart',
			destination_namespace: 'web',
			destination_workload: 'frontend',
		};
		const sample = relabelled(response, {...sides, family: '0'}, 3);
		expect(v1.traffic(60).read([sample]).value).toMatchObject([
			{identity: {namespace: 'shop', workload: 'cart'}, requestsPerSecond: 3},
		]);
		expect(v1.edges?.(60).read([sample]).value).toMatchObject([
			{caller: {namespace: 'web', workload: 'frontend'}, callee: {namespace: 'shop', workload: 'cart'}},
		]);
	});

	test('tells edges where both sides are named, with callers outside of the cluster unknown', () => {
		const outside = request({source_namespace: '', source_workload: ''}, 2);
		expect(v2.edges?.(60).read([request({}, 5), outside]).value).toMatchObject([
			{caller: {namespace: 'web', workload: 'frontend'}, requestsPerSecond: 5, securedPerSecond: null},
			{caller: null, requestsPerSecond: 2},
		]);
		expect(v2.edges?.(60).read([outside]).value).toEqual([]);
	});
});

test.each([
	[
		['hubble_http_requests_total', 'hubble_flows_processed_total'],
		'Cilium Hubble counts HTTP but does not name workloads: set hubble.metrics.enabled to httpV2:labelsContext=source_namespace,source_workload,destination_namespace,destination_workload',
	],
	[
		['hubble_flows_processed_total'],
		'Cilium Hubble counts no HTTP: add httpV2 to hubble.metrics.enabled, and a policy for layer 7',
	],
])('Hubble with %j alone is said to be there, with the setting to change', async (names, message) => {
	const port = {
		matchers: {},
		metricNames: async () => ok(names),
		instant: async () => ok({samples: [], atMs: 0, warnings: []}),
	} as unknown as MetricsPort;
	const found = await detectMeshes([hubble], port, new AbortController().signal);
	expect(found).toMatchObject({ok: false, error: {kind: 'notConfigured', message}});
});

describe.runIf(installedPrometheusVersion() !== undefined)('Hubble in a real Prometheus', () => {
	const labelled = (text: string, labels: Readonly<Record<string, string>>) =>
		text.replaceAll(
			'{',
			`{${Object.entries(labels)
				.map(([name, value]) => `${name}="${value}"`)
				.join(',')},`,
		);
	const pod = (text: string, called: string) => text.replaceAll('destination-deploy-pod', called);
	const both = {...callee, ...caller};
	let named: RealPrometheus;
	let bare: RealPrometheus;
	beforeAll(async () => {
		const text = textOf(file);
		const client = text.replaceAll('reporter="server"', 'reporter="client"');
		named = await prometheusOf([
			{text: labelled(pod(text, 'cart-866cfb757-x2v7q'), both)},
			{text: labelled(pod(client, 'cart-866cfb757-x2v7q'), both)},
			{text: labelled(pod(text.replaceAll('reporter="server"', 'reporter="unknown"'), 'cart-866cfb757-x2v7q'), both)},
			{text: labelled(pod(text, 'cart-58c56f75fc-k4m2t').replaceAll('status="200"', 'status="503"'), both)},
		]);
		bare = await prometheusOf([{text}]);
	});
	afterAll(() => Promise.all([named.stop(), bare.stop()]));

	test('has requests by side and by what made the pods, and adds no two sides', async () => {
		const {value, unmatched} = await askAt(named, v2.traffic(60));
		expect(unmatched).toBe(0);
		expect(
			value
				.map(({identity, viewpoint, requestsPerSecond, errorsPerSecond}) => [
					`${identity.workload} ${viewpoint}`,
					Math.round(requestsPerSecond * 1_000) / 1_000,
					Math.round(errorsPerSecond * 1_000) / 1_000,
				])
				.sort(),
		).toEqual([
			['cart-58c56f75fc destination', 0.1, 0.1],
			['cart-866cfb757 destination', 0.1, 0],
			['cart-866cfb757 source', 0.1, 0],
		]);
	});

	test('has a peak of the workloads behind the services, of the side that saw more', async () => {
		const of = (applications: readonly string[]) =>
			askAt(named, v2.peak([{namespace: 'shop', name: 'basket', applications}], 1_200));
		const {value} = await of(['cart']);
		expect(value).toBeCloseTo(0.2, 2);
		expect((await of(['car'])).value).toBeNull();
		expect((await of([])).value).toBeNull();
	});

	test('has durations without a status, in milliseconds', async () => {
		const {value} = v2.latency ? await askAt(named, v2.latency([{namespace: 'shop', name: 'cart'}], 60)) : {value: []};
		expect(value.length).toBe(3);
		expect(value[0]?.buckets.map(({upperMs}) => upperMs)).toEqual([
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
			Number.POSITIVE_INFINITY,
		]);
		expect(value[0]?.buckets.find(({upperMs}) => upperMs === 25)?.perSecond).toBeCloseTo(0.1, 6);
	});

	test.each(['named', 'bare'] as const)('is recognised where workloads are named, and only there: %s', async which => {
		const [sign] = hubble.signs;
		const promql = `count(last_over_time(${sign?.metric}{${sign?.own.join(',')}}[10m]))`;
		const {value} = await askAt(which === 'named' ? named : bare, {
			promql,
			read: samples => ({value: samples.map(one => one.value), unmatched: 0}),
		});
		expect(value).toEqual(which === 'named' ? [3] : []);
	});
});
