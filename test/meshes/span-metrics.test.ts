import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {spanMetrics} from '../../source/meshes/span-metrics/span-metrics.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, prometheusOf, recorded, relabelled, textOf} from './support/recorded-metrics.ts';

const file = 'spanmetrics/connector-0.165-defaults.prom';
const metric = 'traces_span_metrics_calls_total';
const questions = spanMetrics.questions(scopeOf({}), [metric]);
const catalog = {namespace: 'shop', name: 'catalog'};
const told = (text: string, namespace: string | null = 'shop') => ({kind: 'application', text, namespace});

const calls = recorded(file).filter(({labels}) => labels.__name__ === metric);
const [first] = calls;
const call = (labels: Readonly<Record<string, string>>) => relabelled(first, labels, 1);
const outcomeOf = (labels: Readonly<Record<string, string>>) =>
	questions.traffic(240).read([call(labels)]).value[0]?.outcomes?.[0];

/** Requests and errors of each application and version. */
const figures = (samples: readonly TrafficSample[]) =>
	samples
		.map(({identity, requestsPerSecond, errorsPerSecond}) => [
			`${identity.told?.namespace}/${identity.told?.text} ${identity.version}`,
			Math.round(requestsPerSecond * 1_000) / 1_000,
			Math.round(errorsPerSecond * 1_000) / 1_000,
		])
		.sort();

describe('span metrics', () => {
	test('name the application, its namespace, its version and what made its pod', () => {
		expect(questions.traffic(240).read(first ? [first] : []).value).toEqual([
			{
				identity: {
					namespace: '',
					service: null,
					workload: null,
					version: 'v1',
					told: told('catalog'),
					isOfAnyVersion: true,
				},
				viewpoint: 'destination',
				requestsPerSecond: 128,
				errorsPerSecond: 0,
				outcomes: [{status: '200', grpcStatus: null, isFailed: false, perSecond: 128}],
			},
		]);
		const [{identity} = {identity: null}] = questions
			.traffic(240)
			.read([call({pod_set: 'catalog-v1-6d4cf56db6'})]).value;
		expect(identity?.workload).toBe('catalog-v1-6d4cf56db6');
	});

	test.each([
		[{status_code: 'STATUS_CODE_UNSET', http_response_status_code: '404'}, '404', false],
		[{status_code: 'STATUS_CODE_OK'}, '200', false],
		[{status_code: 'STATUS_CODE_ERROR', http_response_status_code: '503'}, '503', true],
		[{status_code: 'STATUS_CODE_ERROR', http_response_status_code: ''}, null, true],
		[{status_code: '', otel_status_code: 'ERROR', http_response_status_code: '', http_status_code: '500'}, '500', true],
		[{status_code: '', otel_status_code: 'OK'}, '200', false],
	])('call %j failed by the status of the span, and give its HTTP status %s', (labels, status, isFailed) => {
		expect(outcomeOf(labels)).toMatchObject({status, isFailed});
	});

	test.each([
		[{k8s_namespace_name: 'shop', service_namespace: 'store', job: 'store/catalog'}, 'shop'],
		[{k8s_namespace_name: '', service_namespace: 'store', job: 'other/catalog'}, 'store'],
		[{k8s_namespace_name: '', service_namespace: '', job: 'store/catalog'}, 'store'],
		[{k8s_namespace_name: '', service_namespace: '', job: 'catalog'}, null],
		[{k8s_namespace_name: '', service_namespace: '', job: 'monitoring/otel-collector'}, null],
	])('read the namespace from %j as %s', (labels, namespace) => {
		expect(questions.traffic(240).read([call(labels)]).value[0]?.identity.told).toEqual(told('catalog', namespace));
	});

	test('make nothing of a series without a service', () => {
		expect(questions.traffic(240).read([call({service_name: ''})])).toEqual({value: [], unmatched: 1});
	});

	test('of Tempo call the service `service`, and count durations in seconds', () => {
		const tempo = spanMetrics.questions(scopeOf({}), ['traces_spanmetrics_calls_total']);
		const [sample] = tempo.traffic(240).read([call({service_name: '', service: 'cart', job: ''})]).value;
		expect(sample?.identity.told?.text).toBe('cart');
		const bucket = {...call({service_name: '', service: 'cart', le: '0.512', family: '1'}), value: 3};
		expect(tempo.latency?.([], 240).read([bucket]).value[0]?.buckets).toEqual([{upperMs: 512, perSecond: 3}]);
	});

	test('that take Tempo’s names call the service `service_name`, whatever the scrape calls the collector', () => {
		const asked = spanMetrics.questions(scopeOf({}), ['traces_spanmetrics_calls_total']);
		const [sample] = asked.traffic(240).read([call({service_name: 'cart', service: 'otel-collector'})]).value;
		expect(sample?.identity.told?.text).toBe('cart');
	});

	test('need a window over four of the collector’s flushes', () => {
		expect(spanMetrics.leastWindowSeconds).toBe(240);
	});
});

describe.runIf(installedPrometheusVersion() !== undefined)('span metrics in a real Prometheus', () => {
	const expected = [
		['shop/catalog v1', 13, 0.2],
		['shop/catalog v2', 2.8, 1],
		['shop/web v5', 16.5, 0.4],
	];
	const all = textOf(file);
	/** As a collector without the resource's attributes on its series writes it, and with the names of an older one. */
	const scraped = all.replaceAll(/(?:k8s_\w+|service_namespace)="[^"]*",/g, '');
	const older = scraped.replaceAll('traces_span_metrics_', '');
	/** As the processor wrote durations that the connector has replaced, and as connectors write that take Tempo's names:
	 * the names only are of other recordings. */
	const processor = older.replaceAll('duration_milliseconds', 'latency');
	const likeTempo = scraped.replaceAll('traces_span_metrics_', 'traces_spanmetrics_');
	const inSeconds = all
		.replaceAll('duration_milliseconds', 'duration_seconds')
		.replaceAll(/le="(\d+)"/g, (_, le) => `le="${Number(le) / 1_000}"`);
	const scrape = {job: 'otel-collector', instance: '10.0.0.7:8889'};
	let real: Readonly<Record<string, RealPrometheus>>;
	beforeAll(async () => {
		real = {
			pushed: await prometheusOf([{text: all}]),
			scraped: await prometheusOf([{text: scraped, scrape}]),
			older: await prometheusOf([{text: older, scrape}]),
			inSeconds: await prometheusOf([{text: inSeconds}]),
			processor: await prometheusOf([{text: processor, scrape}]),
			likeTempo: await prometheusOf([{text: likeTempo, scrape: {...scrape, service: 'otel-collector'}}]),
		};
	});
	afterAll(() => Promise.all(Object.values(real).map(one => one.stop())));
	const at = (name: string) => {
		const found = real[name];
		if (!found) throw new Error(name);
		return found;
	};
	const signOf: Readonly<Record<string, string>> = {
		older: 'calls_total',
		processor: 'calls_total',
		likeTempo: 'traces_spanmetrics_calls_total',
	};
	const askedBy = (name: string) => spanMetrics.questions(scopeOf({}), [signOf[name] ?? metric]);

	test.each(['pushed', 'scraped', 'older', 'likeTempo'])(
		'hold what servers answered, and not what clients called: %s',
		async name => {
			const asked = askedBy(name);
			const {value, unmatched} = await askAt(at(name), asked.traffic(240));
			expect(figures(value)).toEqual(expected);
			expect(unmatched).toBe(0);
			expect(figures((await askAt(at(name), asked.trafficOf([catalog], 240))).value)).toEqual(expected.slice(0, 2));
		},
	);

	test('name what made the pods', async () => {
		const {value} = await askAt(at('pushed'), questions.trafficOf([catalog], 240));
		expect(value.map(({identity}) => identity.workload).sort()).toEqual([
			'catalog-v1-6d4cf56db6',
			'catalog-v2-6d4cf56db6',
		]);
	});

	test.each(['pushed', 'inSeconds', 'processor', 'likeTempo'])(
		'have durations in milliseconds, whatever their unit: %s',
		async name => {
			const asked = askedBy(name).latency?.([catalog], 240);
			const {value} = asked ? await askAt(at(name), asked) : {value: []};
			const stable = value.find(({identity}) => identity.version === 'v1');
			expect(stable?.buckets.map(({upperMs}) => upperMs)).toEqual([
				2,
				4,
				6,
				8,
				10,
				50,
				100,
				200,
				400,
				800,
				1_000,
				1_400,
				2_000,
				5_000,
				10_000,
				15_000,
				Number.POSITIVE_INFINITY,
			]);
			expect(stable?.buckets.find(({upperMs}) => upperMs === 50)?.perSecond).toBeCloseTo(6.3, 6);
			expect(stable?.buckets.at(-1)?.perSecond).toBeCloseTo(12.8, 6);
		},
	);
});
