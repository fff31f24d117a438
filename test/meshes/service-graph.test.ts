import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {serviceGraph} from '../../source/meshes/service-graph/service-graph.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, prometheusOf, recorded, relabelled, textOf} from './support/recorded-metrics.ts';

const file = 'servicegraph/connector-golden.prom';
const questions = serviceGraph.questions(scopeOf({}));
const edges = questions.edges?.(240);
if (!edges) throw new Error('the service graph tells edges');

const [recordedEdge] = recorded(file);
const sample = (labels: Readonly<Record<string, string>>, value: number) =>
	relabelled(recordedEdge, {part: 'requests', connection_type: '', virtual_node: '', server: 'cart', ...labels}, value);
const told = (text: string, namespace: string | null = null) => ({
	namespace: '',
	service: null,
	workload: null,
	version: null,
	told: {kind: 'application', text, namespace},
	isOfAnyVersion: true,
});

describe('the service graph', () => {
	test('makes no application of a callee that sends no spans, as in the recording', () => {
		expect(
			edges.read([sample({connection_type: 'virtual_node', virtual_node: 'server', server: 'unknown'}, 1)]),
		).toEqual({
			value: [],
			unmatched: 1,
		});
	});

	test('adds requests that failed to those that did not, and counts them as failures once', () => {
		const samples = [
			sample({failed: 'false'}, 9),
			sample({failed: 'true'}, 1),
			sample({part: 'seconds', failed: 'false'}, 2),
			sample({part: 'timed', failed: 'false'}, 10),
		];
		expect(edges.read(samples).value).toEqual([
			{
				caller: told('foo-server'),
				callee: told('cart'),
				viewpoint: 'destination',
				requestsPerSecond: 10,
				errorsPerSecond: 1,
				securedPerSecond: null,
				meanMs: 200,
			},
		]);
	});

	test('takes failures from their own counter where requests do not say whether they failed', () => {
		const samples = [sample({failed: ''}, 10), sample({part: 'failures', failed: ''}, 3)];
		expect(edges.read(samples).value).toMatchObject([{requestsPerSecond: 10, errorsPerSecond: 3}]);
	});

	test('never tells more failures than requests', () => {
		const late = [sample({failed: ''}, 2), sample({part: 'failures', failed: ''}, 3)];
		expect(edges.read(late).value).toMatchObject([{requestsPerSecond: 2, errorsPerSecond: 2}]);
	});

	test.each([
		[{connection_type: 'virtual_node', virtual_node: 'client', client: 'user'}],
		[{connection_type: 'virtual_node', client: 'user'}],
		[{client: 'unknown'}],
	])('does not know the caller of %j', labels => {
		expect(edges.read([sample(labels, 1)]).value).toMatchObject([{caller: null, callee: {told: {text: 'cart'}}}]);
	});

	test.each([
		[{connection_type: 'virtual_node', server: 'api.stripe.com'}],
		[{connection_type: 'virtual_node', virtual_node: 'server', server: 'api.stripe.com'}],
		[{connection_type: 'database', server: 'cart'}],
	])('takes no peer that sends no spans for an application: %j', labels => {
		expect(edges.read([sample(labels, 1)])).toEqual({value: [], unmatched: 1});
	});

	test('names the namespaces where they are dimensions', () => {
		const labels = {client_k8s_namespace_name: 'web', server_service_namespace: 'shop'};
		expect(edges.read([sample(labels, 1)]).value).toMatchObject([
			{caller: told('foo-server', 'web'), callee: told('cart', 'shop')},
		]);
	});

	test('tells no requests of services, and says so', () => {
		expect(questions.traffic(240).read([sample({}, 5)])).toEqual({value: [], unmatched: 0});
		expect(serviceGraph.limits.map(({code}) => code)).toContain('requests');
	});
});

describe.runIf(installedPrometheusVersion() !== undefined)('the service graph in a real Prometheus', () => {
	/** The recorded pair with both sides traced; the connector counts failures a second time in a counter of their own. */
	const traced = textOf(file)
		.replaceAll('connection_type="virtual_node",', '')
		.replaceAll(',virtual_node="server"', '')
		.replaceAll('server="unknown"', 'server="cart"');
	const failing = traced.replaceAll('failed="false"', 'failed="true"');
	const counter = (text: string) =>
		text.split('\n').filter(row => row.startsWith('traces_service_graph_request_total'));
	const failures = counter(failing).join('\n').replaceAll('request_total', 'request_failed_total');
	/** As Tempo writes it. */
	const withoutLabel = (text: string) => text.replaceAll(/failed="\w+",/g, '');
	const connector = {job: 'otel-collector'};
	const tempo = {job: 'tempo', client_service_namespace: 'web'};
	let real: RealPrometheus;
	beforeAll(async () => {
		real = await prometheusOf([
			{text: traced, scrape: connector},
			{text: failing, scrape: connector},
			{text: failures, scrape: connector},
			{text: withoutLabel(traced), scrape: tempo},
			{text: withoutLabel(failures), scrape: tempo},
		]);
	});
	afterAll(() => real.stop());

	test('has requests, failures and durations of each pair, whoever wrote them', async () => {
		const {value, unmatched} = await askAt(real, edges);
		expect(unmatched).toBe(0);
		const byNamespace = Object.fromEntries(value.map(edge => [edge.caller?.told?.namespace ?? 'none', edge]));
		expect(byNamespace.none?.requestsPerSecond).toBeCloseTo(0.2, 6);
		expect(byNamespace.none?.errorsPerSecond).toBeCloseTo(0.1, 6);
		expect(byNamespace.none?.meanMs).toBeCloseTo(0.001, 6);
		expect(byNamespace.web?.requestsPerSecond).toBeCloseTo(0.1, 6);
		expect(byNamespace.web?.errorsPerSecond).toBeCloseTo(0.1, 6);
	});
});
