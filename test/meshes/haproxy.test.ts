import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {haproxy} from '../../source/meshes/haproxy/haproxy.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, prometheusOf, recorded, textOf} from './support/recorded-metrics.ts';

const file = 'haproxy/exporter-2.6.12.prom';
const questions = haproxy.questions(scopeOf({}));
const counted = {namespace: 'shop', workload: null, version: null, isOfAnyVersion: true};
const responses = recorded(file).filter(({labels}) => labels.__name__ === 'haproxy_backend_http_responses_total');
const [first] = responses;
const sample = (labels: Readonly<Record<string, string>>, value: number) => ({
	labels: {...first?.labels, ...labels} as NonNullable<typeof first>['labels'],
	value,
});

describe('HAProxy', () => {
	test('counts for the Service that a backend is named after, and its canary’s Service apart from it', () => {
		const {value, unmatched} = questions.traffic(60).read(responses);
		expect(unmatched).toBe(0);
		expect(value.map(({outcomes: _, ...one}) => one)).toEqual([
			{identity: {...counted, service: 'cart'}, viewpoint: 'source', requestsPerSecond: 2_025, errorsPerSecond: 75},
			{
				identity: {...counted, service: 'cart-canary'},
				viewpoint: 'source',
				requestsPerSecond: 519,
				errorsPerSecond: 63,
			},
			{
				identity: {...counted, service: 'checkout'},
				viewpoint: 'source',
				requestsPerSecond: 2_562,
				errorsPerSecond: 102,
			},
		]);
	});

	test('has as many requests as HAProxy itself counts, of which 66 it answered in place of its servers', () => {
		const of = (metric: string, proxy: string, code?: string) =>
			recorded(file)
				.filter(({labels}) => labels.__name__ === metric && labels.proxy === proxy)
				.filter(({labels}) => code === undefined || labels.code === code)
				.reduce((sum, {value}) => sum + value, 0);
		const checkout = 'shop_svc_checkout_http';
		expect(of('haproxy_backend_http_requests_total', checkout)).toBe(2_562);
		expect(of('haproxy_server_http_responses_total', checkout, '5xx')).toBe(102 - 66);
	});

	test.each([
		['5xx', 1, '5xx'],
		['4xx', 0, '4xx'],
		['1xx', 0, '1xx'],
		['other', 0, null],
	])('calls code %s failed: %s', (code, errorsPerSecond, status) => {
		expect(questions.traffic(60).read([sample({code}, 1)]).value).toMatchObject([
			{requestsPerSecond: 1, errorsPerSecond, outcomes: [{status, isFailed: errorsPerSecond === 1}]},
		]);
	});

	test.each([
		['shop_svc_cart_8080', 'cart'],
		['shop_storefront_svc_cart_http', 'cart'],
		['shop_svc_svc_http', 'svc'],
	])('reads the backend %s as the Service %s', (proxy, service) => {
		expect(questions.traffic(60).read([sample({proxy}, 1)]).value).toMatchObject([{identity: {...counted, service}}]);
	});

	test('of the community’s haproxy-ingress names what must be there, and its own statistics are no traffic', () => {
		const all = recorded('haproxy/haproxy-ingress.prom');
		const counted = all.filter(({labels}) => labels.__name__ === 'haproxy_backend_http_responses_total');
		const {value, unmatched} = questions.traffic(60).read(counted.filter(({labels}) => labels.proxy !== 'stats'));
		expect([value, unmatched]).toMatchObject([
			[
				{
					identity: {
						service: null,
						told: {
							kind: 'dashed',
							namespace: 'haproxy-ingress',
							text: 'haproxy-ingress-haproxy-ingress-default-backend',
							isWithoutPort: true,
						},
					},
					requestsPerSecond: 1_102,
					errorsPerSecond: 1,
				},
			],
			0,
		]);
	});

	test.each(['http', 'shop_cart', 'shop__http', 'shop_svc__http', 'a_b_c_svc_cart_http', 'shop-cart-8080'])(
		'makes no Service of the backend %s, which no ingress controller has named',
		proxy => {
			expect(questions.traffic(60).read([sample({proxy}, 1)])).toEqual({value: [], unmatched: 1});
		},
	);

	test('has no percentiles, and says so', () => {
		expect(questions.latency).toBeUndefined();
		expect(haproxy.limits.map(({code}) => code)).toContain('percentiles');
	});

	test.each([
		[['haproxy_backend_http_responses_total', 'haproxy_server_http_responses_total'], 'without the label proxy'],
		[['haproxy_frontend_http_responses_total'], 'haproxy_backend_http_responses_total is missing'],
	])('says what is there in place of its backends: %s', (names, words) => {
		expect(haproxy.remains?.describe(names)).toContain(words);
	});
});

describe.runIf(installedPrometheusVersion() !== undefined)('HAProxy in a real Prometheus', () => {
	const scrape = {namespace: 'haproxy-controller', service: 'haproxy-kubernetes-ingress', job: 'haproxy'};
	const elsewhere = [
		'haproxy_backend_http_responses_total{backend="shop_svc_cart_http",code="2xx"} 7',
		'haproxy_backend_http_responses_total{proxy="shop_svc_cart_http_2",code="2xx"} 7',
		'haproxy_backend_http_responses_total{proxy="shop_svc_carts_http",code="2xx"} 7',
	].join('\n');
	let real: RealPrometheus;
	beforeAll(async () => {
		real = await prometheusOf([{text: textOf(file), scrape}, {text: elsewhere}]);
	});
	afterAll(() => real.stop());

	test('has the rates of its backends, and none of frontends, servers or other exporters', async () => {
		const {value, unmatched} = await askAt(real, questions.traffic(60));
		const rates = new Map(value.map(one => [one.identity.service as string, one]));
		expect([...rates.keys()].sort()).toEqual(['cart', 'cart-canary', 'carts', 'checkout']);
		expect(rates.get('cart-canary')?.requestsPerSecond).toBeCloseTo(51.9, 6);
		expect(rates.get('cart-canary')?.errorsPerSecond).toBeCloseTo(6.3, 6);
		expect(unmatched).toBe(1);
	});

	test('has exactly those of the Services that are asked for, and their peak', async () => {
		const services = ['cart', 'cart-canary'].map(name => ({namespace: 'shop', name}));
		const {value} = await askAt(real, questions.trafficOf(services, 60));
		expect(value.map(({identity}) => identity.service)).toEqual(['cart-canary', 'cart']);
		const peak = await askAt(real, questions.peak([{namespace: 'shop', name: 'cart'}], 600));
		expect(peak.value).toBeCloseTo(202.5, 6);
	});

	test('of the community’s controller has them too', async () => {
		const community = await prometheusOf([{text: textOf('haproxy/haproxy-ingress.prom'), scrape}]);
		const asked = [{namespace: 'haproxy-ingress', name: 'haproxy-ingress-default-backend'}];
		const {value, unmatched} = await askAt(community, questions.trafficOf(asked, 60));
		expect(value.map(({requestsPerSecond}) => requestsPerSecond)).toEqual([expect.closeTo(110.2, 6)]);
		expect(unmatched).toBe(0);
		expect((await askAt(community, questions.traffic(60))).unmatched).toBe(0);
		expect((await askAt(community, questions.peak(asked, 600))).value).toBeCloseTo(110.2, 6);
		await community.stop();
	});
});
