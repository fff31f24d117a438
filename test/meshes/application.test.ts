import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident, type SafeText} from '../../source/domain/text/safe-text.ts';
import {application} from '../../source/meshes/application/application.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, prometheusOf, recorded, textOf} from './support/recorded-metrics.ts';

const questions = application.questions(scopeOf({}));
const [sample] = recorded('plain/prom-client-stable.prom');
const read = (labels: Readonly<Record<string, string>>) => {
	const known: Record<string, SafeText> = {...sample?.labels, family: ident('0')};
	for (const [name, text] of Object.entries(labels)) known[name] = ident(text);
	return questions.traffic(60).read([{labels: known, value: 1}]);
};
const pod = {namespace: 'shop', pod_set: 'cart-6d4cf56db6'};

describe('an application’s own metrics', () => {
	test.each([
		[
			'a pod',
			{...pod, service: 'cart-metrics'},
			{namespace: 'shop', service: null, workload: 'cart-6d4cf56db6', version: null},
		],
		['a pod and a version', {...pod, version: '1.2'}, {workload: 'cart-6d4cf56db6', version: '1.2'}],
		[
			'a Service',
			{namespace: 'shop', service: 'cart'},
			{namespace: 'shop', service: 'cart', workload: null, version: null, isOfAnyVersion: true},
		],
	])('are those of %s that the scrape names', (_what, labels, identity) => {
		expect(read(labels).value).toMatchObject([{identity, viewpoint: 'destination'}]);
	});

	test('that nobody names are nobody’s', () => {
		expect(read({}).unmatched).toBe(1);
		expect(read({namespace: 'shop'}).unmatched).toBe(1);
	});

	test.each([
		[{status_code: '503'}, '503', 1],
		[{status_code: '499'}, '499', 0],
		[{status_code: '', code: '500'}, '500', 1],
		[{status_code: '', status: '5xx'}, '5xx', 1],
		[{status_code: '', status: '2xx'}, '2xx', 0],
	])('with %j have the status %s and failed: %s', (labels, status, errorsPerSecond) => {
		expect(read({...pod, ...labels}).value).toMatchObject([{errorsPerSecond, outcomes: [{status}]}]);
	});

	test.each([[{status_code: ''}], [{status_code: '', status: 'success'}]])(
		'with %j are not counted, as nobody knows which failed',
		labels => {
			expect(read({...pod, ...labels})).toEqual({value: [], unmatched: 1});
		},
	);
});

describe.runIf(installedPrometheusVersion() !== undefined)('applications’ own metrics in a real Prometheus', () => {
	const scrapeOf = (name: string) => ({
		job: 'apps',
		instance: `${name}:8080`,
		namespace: 'shop',
		service: 'apps',
		pod: `${name}-x2v7q`,
	});
	let real: RealPrometheus;
	beforeAll(async () => {
		real = await prometheusOf([
			{text: textOf('plain/prom-client-stable.prom'), scrape: scrapeOf('web-58c56f75fc')},
			{text: textOf('plain/prom-client-canary-openmetrics.prom'), scrape: scrapeOf('web-866cfb757')},
			{text: textOf('plain/express-prom-bundle.prom'), scrape: scrapeOf('cart-6d4cf56db6')},
			{text: textOf('plain/client-golang-native-openmetrics.prom'), scrape: scrapeOf('feed-7c9d8b5f4')},
			{text: textOf('plain/micrometer.prom'), scrape: scrapeOf('users-5b97568756')},
			{text: textOf('plain/flask-exporter-0.22.4.prom'), scrape: scrapeOf('jobs-6c7f9d5b8')},
			{text: textOf('plain/axum-prometheus.prom'), scrape: scrapeOf('train-7d8c9b5f6')},
		]);
	});
	afterAll(() => real.stop());

	const expected = [
		// By `status_code`: its counter, and not its histogram's count as well.
		['web-58c56f75fc', 131.8, 1.5],
		['web-866cfb757', 41.4, 5.4],
		// The histogram's count is all that it has.
		['cart-6d4cf56db6', 139.5, 8.2],
		// By `code`.
		['feed-7c9d8b5f4', 29.9, 4.3],
		// Micrometer's timer of requests; the counters of Flask's exporter and of axum-prometheus.
		['users-5b97568756', 519.6, 5.2],
		['jobs-6c7f9d5b8', 4, 0],
		['train-7d8c9b5f6', 1.9, 0],
	] as const;
	/** Those whose recordings hold all buckets. */
	const timed = expected.filter(([workload]) => !['users-5b97568756', 'train-7d8c9b5f6'].includes(workload));

	test('are counted once, by pod, whatever the code is called', async () => {
		const {value} = await askAt(real, questions.traffic(60));
		const ofService = await askAt(real, questions.trafficOf([{namespace: 'shop', name: 'web'}], 60));
		expect(ofService.value).toEqual(value);
		expect(value).toHaveLength(expected.length);
		for (const [workload, requests, errors] of expected)
			expect(value).toContainEqual(
				expect.objectContaining({
					identity: expect.objectContaining({namespace: 'shop', service: null, workload}),
					requestsPerSecond: expect.closeTo(requests, 3),
					errorsPerSecond: expect.closeTo(errors, 3),
				}),
			);
	});

	test('have durations with the bounds of each application, in milliseconds', async () => {
		const {value} = questions.latency
			? await askAt(real, questions.latency([{namespace: 'shop', name: 'web'}], 60))
			: {value: []};
		const boundsOf = (workload: string) =>
			value.find(({identity}) => identity.workload === workload)?.buckets.map(({upperMs}) => upperMs);
		const usual = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, Number.POSITIVE_INFINITY];
		expect(boundsOf('web-58c56f75fc')).toEqual(usual);
		expect(boundsOf('feed-7c9d8b5f4')).toEqual(usual);
		expect(boundsOf('cart-6d4cf56db6')).toEqual([3, 30, 100, 300, 1_500, 10_000, Number.POSITIVE_INFINITY]);
		expect(boundsOf('users-5b97568756')).toEqual([30_000, Number.POSITIVE_INFINITY]);
		expect(boundsOf('jobs-6c7f9d5b8')).toHaveLength(15);
		expect(boundsOf('train-7d8c9b5f6')).toBeUndefined();
		for (const [workload, requests] of timed)
			expect(value.find(({identity}) => identity.workload === workload)?.buckets.at(-1)?.perSecond).toBeCloseTo(
				requests,
				3,
			);
	});

	test.each([
		[['web'], 173.2],
		[['cart'], 139.5],
		[[], null],
	])('have a peak of the pods of the workload %j, and of no others', async (applications, expected) => {
		const asked = [{namespace: 'shop', name: 'any', applications}];
		const {value} = await askAt(real, questions.peak(asked, 600));
		expect(value).toEqual(expected === null ? null : expect.closeTo(expected, 3));
	});

	test('are counted by the histogram alone where no other metric was found', async () => {
		const {value} = await askAt(
			real,
			application.questions(scopeOf({}), ['http_request_duration_seconds_count']).traffic(60),
		);
		expect(value.map(({identity}) => identity.workload as string).sort()).toEqual(
			['web-58c56f75fc', 'web-866cfb757', 'cart-6d4cf56db6', 'feed-7c9d8b5f4'].sort(),
		);
	});
});
