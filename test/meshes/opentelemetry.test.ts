import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {instantQuery} from '../../source/demo/prometheus/promql/query.ts';
import {semanticsOf} from '../../source/demo/prometheus/promql/semantics.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {opentelemetry} from '../../source/meshes/opentelemetry/opentelemetry.ts';
import {createMemorySource} from '../demo/prometheus/support/memory-source.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, endMs, prometheusOf, recorded, textOf} from './support/recorded-metrics.ts';

const questions = opentelemetry.questions(scopeOf({}));
const counts = (file: string) => recorded(file).filter(({labels}) => labels.__name__?.endsWith('_count'));
const read = (labels: Readonly<Record<string, string>>, file = 'opentelemetry/node-sdk-stable.prom') => {
	const [sample] = counts(file);
	const all = {...sample?.labels, family: '0', ...labels};
	const known = Object.fromEntries(Object.entries(all).map(([name, text]) => [name, ident(text)]));
	return questions.traffic(60).read([{labels: known, value: 1}]).value[0];
};
const scraped = {job: 'otel', namespace: 'shop', pod_set: 'orders-6d4cf56db6'};
const ofPod = {namespace: 'shop', service: null, workload: 'orders-6d4cf56db6', version: null};
const ofApplication = (text: string, namespace: string | null, version: string | null = null, workload = null) => ({
	namespace: '',
	service: null,
	workload,
	version,
	told: {kind: 'application', text, namespace},
	isOfAnyVersion: true,
});

describe('OpenTelemetry', () => {
	test.each([
		['a scrape of the pod', scraped, ofPod],
		[
			'a scrape of the pod, with what target_info tells',
			{...scraped, told_name: 'orders', told_version: '1.4.0'},
			{...ofPod, version: '1.4.0'},
		],
		['a scrape of the pod by a PodMonitor, whose job has a slash', {...scraped, job: 'monitoring/apps'}, ofPod],
		[
			'a scrape outside of a cluster, by target_info',
			{job: 'otel', told_name: 'orders', told_namespace: 'shop', told_version: '1.4.0'},
			ofApplication('orders', 'shop', '1.4.0'),
		],
		['a push, by its job', {job: 'shop/orders', told_version: '1.4.0'}, ofApplication('orders', 'shop', '1.4.0')],
		['a push of a service without a namespace', {job: 'orders'}, ofApplication('orders', null)],
		[
			'a push with promoted labels',
			{job: 'shop/orders', service_name: 'orders', service_version: '2.0.0', told_version: '1.4.0'},
			ofApplication('orders', 'shop', '2.0.0'),
		],
		[
			'a push that names its own pod and no version',
			{job: 'system/orders', service_name: 'orders', k8s_namespace_name: 'shop', own_pod_set: 'orders-6d4cf56db6'},
			{...ofApplication('orders', 'shop'), workload: 'orders-6d4cf56db6'},
		],
		[
			'a scrape of a collector, whose pod is not the application’s',
			{...scraped, namespace: 'monitoring', pod_set: 'collector-5c', job: 'collector', exported_job: 'shop/orders'},
			ofApplication('orders', 'shop'),
		],
		['nothing that names anybody', {job: ''}, undefined],
	])('tells whose requests they are: %s', (_how, labels, identity) => {
		expect(read(labels)?.identity).toEqual(identity);
	});

	test.each([
		[{http_response_status_code: '503', error_type: '503'}, '503', 1],
		[{http_response_status_code: '503', error_type: ''}, '503', 1],
		[{http_response_status_code: '404', error_type: ''}, '404', 0],
		[{http_response_status_code: '200', error_type: 'aborted'}, '200', 0],
		[{http_response_status_code: '', error_type: 'Error'}, null, 1],
		[{http_response_status_code: '', error_type: ''}, null, 0],
		[{http_response_status_code: '', http_status_code: '500'}, '500', 1],
	])('calls %j with status %s failed: %s', (labels, status, errorsPerSecond) => {
		expect(read({...scraped, ...labels})).toMatchObject({errorsPerSecond, outcomes: [{status}]});
	});

	test('counts requests that were never answered as 200, as its recording does, and says so', () => {
		const dropped = counts('opentelemetry/node-sdk-dropped-as-200.prom').map(({labels, value}) => ({
			labels: {...labels, job: ident('orders'), family: ident('0')},
			value,
		}));
		expect(questions.traffic(60).read(dropped).value).toMatchObject([{requestsPerSecond: 32, errorsPerSecond: 0}]);
		expect(opentelemetry.limits.map(({code}) => code)).toContain('unanswered');
	});

	test('asks only for the metrics that are there', () => {
		const {promql} = opentelemetry.questions(scopeOf({}), ['http_server_duration_count']).traffic(60);
		expect(promql).toContain('rate(http_server_duration_count[60s])');
		expect(promql).not.toContain('histogram_count');
		expect(promql).not.toContain('service.name');
	});
});

test('names and labels with dots, as Prometheus 3 may store them, are read without quoting them', () => {
	const wire = JSON.parse(
		readFileSync(new URL('../fixtures/prometheus-wire/otel-untranslated-series.json', import.meta.url), 'utf8'),
	);
	const times = Array.from({length: 13}, (_, at) => endMs - (12 - at) * 10_000);
	const series = wire.body.data.result.map(
		({metric, value}: {metric: Record<string, string>; value: [number, string]}) => ({
			labels: metric,
			samples: times.map((atMs, at) => ({atMs, value: Number(value[1]) * at})),
		}),
	);
	const {promql, read: readTraffic} = opentelemetry
		.questions(scopeOf({}), ['http.server.request.duration_count'])
		.traffic(60);
	const answer = instantQuery(promql, endMs, {source: createMemorySource(series), semantics: semanticsOf('2.42.0')});
	const vector = answer.kind === 'vector' ? answer.vector : [];
	const samples = vector.map(({labels, value}) => ({
		labels: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, ident(text)])),
		value,
	}));
	const {value} = readTraffic(samples);
	expect(value).toMatchObject([{identity: ofApplication('search', 'shop', '7.0.0')}]);
	expect(value[0]?.requestsPerSecond).toBeCloseTo(8.9, 6);
	expect(value[0]?.errorsPerSecond).toBeCloseTo(1, 6);
});

describe.runIf(installedPrometheusVersion() !== undefined)('OpenTelemetry in a real Prometheus', () => {
	const node = (version: string) => ({
		job: 'otel',
		instance: `${version}:9464`,
		namespace: 'shop',
		pod: `orders-${version}-6d4cf56db6-abcde`,
	});
	const pushed = textOf('opentelemetry/otlp-into-prometheus-3.prom');
	/** The same requests by the older names, as an application writes them that counts in both ways. */
	const older = textOf('opentelemetry/node-sdk-stable.prom')
		.split('\n')
		.filter(row => row.startsWith('http_server_request_duration_count'))
		.map(row => row.replace('request_duration', 'duration').replace('http_response_status_code', 'http_status_code'))
		.join('\n');
	let real: RealPrometheus;
	beforeAll(async () => {
		real = await prometheusOf([
			{text: textOf('opentelemetry/node-sdk-stable.prom'), scrape: node('1.4.0')},
			{text: older, scrape: node('1.4.0')},
			{text: textOf('opentelemetry/node-sdk-canary.prom'), scrape: node('1.5.0')},
			{text: textOf('opentelemetry/go-sdk-direct.prom'), scrape: {job: 'static', instance: 'ratings:8080'}},
			{text: pushed},
			{text: older, scrape: {job: 'legacy', instance: 'legacy:9464', namespace: 'old', pod: 'legacy-6d4cf56db6-abcde'}},
			// Pushed without promoted labels: what it is stands in the job, its version in target_info alone.
			{
				text: pushed
					.replaceAll('job="shop/payments"', 'job="shop/refunds"')
					.split('\n')
					.map(row => (row.startsWith('target_info') ? row : row.replaceAll(/(?:k8s|service)_\w+="[^"]*",/g, '')))
					.join('\n'),
			},
		]);
	});
	afterAll(() => real.stop());

	const orders = (version: string) => ({
		...ofPod,
		workload: `orders-${version}-6d4cf56db6`,
		version,
	});
	const expected = [
		[orders('1.4.0'), 148.3, 1.4],
		[orders('1.5.0'), 59.1, 4],
		[ofApplication('ratings', 'shop', '0.9.1'), 16.9, 1.5],
		[ofApplication('payments', 'shop', '3.0.0'), 30.2, 0.2],
		[ofApplication('payments', 'shop', '3.1.0'), 5.8, 0.6],
		[{...ofPod, namespace: 'old', workload: 'legacy-6d4cf56db6'}, 148.3, 1.4],
		[ofApplication('refunds', 'shop', '3.0.0'), 30.2, 0.2],
		[ofApplication('refunds', 'shop', '3.1.0'), 5.8, 0.6],
	] as const;

	test('tells every version by whatever names it, and counts a request once that is counted by both names', async () => {
		const {value, unmatched} = await askAt(real, questions.traffic(60));
		expect(value).toHaveLength(expected.length);
		for (const [identity, requests, errors] of expected)
			expect(value).toContainEqual(
				expect.objectContaining({
					identity,
					viewpoint: 'destination',
					requestsPerSecond: expect.closeTo(requests, 3),
					errorsPerSecond: expect.closeTo(errors, 3),
				}),
			);
		expect(unmatched).toBe(0);
		const asked = ['orders', 'payments', 'refunds', 'ratings'].map(name => ({namespace: 'shop', name}));
		const ofShop = value.filter(({identity}) => identity.namespace !== 'old');
		const narrow = (await askAt(real, questions.trafficOf(asked, 60))).value;
		expect(new Set(narrow)).toEqual(new Set(ofShop));
	});

	test.each([
		['orders', 207.4],
		['payments', 36],
		['refunds', 36],
	])('has a peak of %s alone', async (name, expected) => {
		// The pods of this lab are called by their version too.
		const applications = name === 'orders' ? ['orders-1.4.0', 'orders-1.5.0'] : [];
		const {value} = await askAt(real, questions.peak([{namespace: 'shop', name, applications}], 600));
		expect(value).toBeCloseTo(expected, 3);
	});

	test('has its durations in milliseconds, by both names', async () => {
		const asked = ['orders', 'payments', 'ratings'].map(name => ({namespace: 'shop', name}));
		const {value} = questions.latency ? await askAt(real, questions.latency(asked, 60)) : {value: []};
		expect(value.map(({identity}) => identity.workload ?? identity.told?.text).sort()).toEqual(
			[
				'orders-1.4.0-6d4cf56db6',
				'orders-1.5.0-6d4cf56db6',
				'payments',
				'payments',
				'ratings',
				'refunds',
				'refunds',
			].sort(),
		);
		for (const {identity, buckets} of value) {
			expect(buckets.map(({upperMs}) => upperMs)).toEqual([
				5,
				10,
				25,
				50,
				75,
				100,
				250,
				500,
				750,
				1_000,
				2_500,
				5_000,
				7_500,
				10_000,
				Number.POSITIVE_INFINITY,
			]);
			const requests = expected.find(([one]) => JSON.stringify(one) === JSON.stringify(identity))?.[1];
			expect(buckets.at(-1)?.perSecond).toBeCloseTo(requests ?? Number.NaN, 3);
		}
	});
});
