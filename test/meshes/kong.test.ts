import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {NamedService} from '../../source/domain/cluster/service-host.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {kong} from '../../source/meshes/kong/kong.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, prometheusOf, recorded, textOf} from './support/recorded-metrics.ts';

const [kong2, kong3] = ['kong/gateway-2.prom', 'kong/gateway-3.0.prom'];
const scope = scopeOf({});
const newer = kong.questions(scope, ['kong_http_requests_total']);
const older = kong.questions(scope, ['kong_http_status']);
const both = kong.questions(scope);
const counted = {workload: null, version: null, isOfAnyVersion: true};
const [first] = recorded(kong3).filter(({labels}) => labels.__name__ === 'kong_http_requests_total');
const requests = (labels: Readonly<Record<string, string>>, value: number) => ({
	labels: {...first?.labels, ...labels} as NonNullable<typeof first>['labels'],
	value,
});
const named = (service: string) => newer.traffic(60).read([requests({service}, 1)]);

describe('Kong', () => {
	test.each([
		['shop.cart.80', 'cart'],
		['shop.cart-canary.http', 'cart-canary'],
	])('reads %s, as its ingress controller writes it, as the Service %s', (service, name) => {
		expect(named(service).value).toEqual([
			{
				identity: {...counted, namespace: 'shop', service: name},
				viewpoint: 'source',
				requestsPerSecond: 1,
				errorsPerSecond: 0,
				outcomes: [{status: '200', grpcStatus: null, isFailed: false, perSecond: 1}],
			},
		]);
	});

	test('leaves a rule of an HTTPRoute to the cluster’s objects', () => {
		expect(named('httproute.shop.cart.example.com.2').value).toMatchObject([
			{
				identity: {
					...counted,
					namespace: '',
					service: null,
					told: {kind: 'route', namespace: 'shop', text: 'cart.example.com', rule: 2},
				},
			},
		]);
	});

	test.each(['web', '', 'shop.cart', 'shop.cart.svc.facade', 'grpcroute.shop.cart.0', 'httproute.shop.cart.x'])(
		'makes no Service of %s, which somebody has named',
		service => {
			expect(named(service)).toEqual({value: [], unmatched: 1});
		},
	);

	test.each([
		['503', 'service', 1],
		['503', 'kong', 1],
		['429', 'kong', 0],
		['499', 'service', 0],
		['101', 'service', 0],
	])('calls the code %s of the source %s failed: %s', (code, source, errorsPerSecond) => {
		const samples = [requests({service: 'shop.cart.80', code, source}, 1)];
		expect(newer.traffic(60).read(samples).value).toMatchObject([{errorsPerSecond, outcomes: [{status: code}]}]);
	});

	test('asks each version for its own metrics, and both where it is not known which is there', () => {
		expect(newer.traffic(60).promql).not.toContain('kong_http_status');
		expect(older.traffic(60).promql).not.toContain('kong_http_requests_total');
		expect(older.latency?.([], 60).promql).toContain('type="request"');
		expect(both.traffic(60).promql).toMatch(/kong_http_requests_total.* or .*kong_http_status/);
	});

	test('asks for the rules that lead to a Service where these are known, and for all rules where they are not', () => {
		const cart = {namespace: 'shop', name: 'cart'};
		const rule = {namespace: 'shop', name: 'cart.example.com', rule: 1, leadsTo: [cart]};
		const asked = (rules?: readonly (typeof rule)[]) => newer.trafficOf([{...cart, ...(rules && {rules})}], 60).promql;
		expect(asked([])).not.toContain('httproute');
		expect(asked([rule])).toContain('|httproute[.]shop[.]cart\\\\.example\\\\.com[.]1"');
		expect(asked()).toContain('|httproute[.].+"');
	});

	test('asks for whole namespaces where the names of many Services make a query too long', () => {
		const many = Array.from({length: 50}, (_, at) => ({namespace: 'shop', name: `service-number-${at}`}));
		expect(newer.trafficOf(many, 60).promql).toContain('"shop[.].+[.][^.]+|httproute[.].+"');
		expect(newer.trafficOf(many.slice(0, 12), 60).promql).toContain('service-number-11');
	});

	test('says what its plugin has to count where there are no requests by service', () => {
		expect(kong.remains?.describe(['kong_nginx_requests_total'])).toContain('status_code_metrics');
	});
});

describe.runIf(installedPrometheusVersion() !== undefined)('Kong in a real Prometheus', () => {
	const scrape = {namespace: 'kong', service: 'kong-metrics', job: 'kong'};
	const as = (file: string, service: string) => textOf(file).replaceAll('service="web"', `service="${service}"`);
	const cart = {namespace: 'shop', name: 'cart'};
	let real: RealPrometheus;
	beforeAll(async () => {
		real = await prometheusOf([
			{text: as(kong3, 'shop.cart.80'), scrape},
			{text: as(kong3, 'httproute.shop.cart.0'), scrape},
			{text: as(kong3, 'web'), scrape},
			{text: as(kong3, 'shop.carts.80'), scrape},
			{text: as(kong2, 'shop.basket.80'), scrape: {job: 'kong-2'}},
		]);
	});
	afterAll(() => real.stop());

	test('has the rates of both versions by their own labels, renamed by the scrape or kept', async () => {
		const {value, unmatched} = await askAt(real, both.traffic(60));
		const names = value.map(({identity: {namespace, service, told}, requestsPerSecond}) => [
			`${told?.namespace ?? namespace}/${told?.text ?? service}`,
			Math.round(requestsPerSecond * 1_000) / 1_000,
		]);
		expect(names.sort()).toEqual([
			['shop/basket', 0.2],
			['shop/cart', 0.1],
			['shop/cart', 0.1],
			['shop/carts', 0.1],
		]);
		expect(unmatched).toBe(1);
	});

	test('has of the Services that are named also what routes lead to them, but a peak of theirs alone', async () => {
		const {value} = await askAt(real, newer.trafficOf([cart], 60));
		expect(value.map(({identity}) => identity.told?.kind ?? identity.service).sort()).toEqual(['cart', 'route']);
		const peakOf = async (services: readonly NamedService[]) => (await askAt(real, newer.peak(services, 600))).value;
		const to = (...leadsTo: readonly NamedService[]) => [{namespace: 'shop', name: 'cart', rule: 0, leadsTo}];
		const canary = {namespace: 'shop', name: 'cart-canary'};
		expect(await peakOf([{...cart, rules: []}])).toBeCloseTo(0.1, 6);
		expect(await peakOf([{...cart, rules: to(cart)}])).toBeCloseTo(0.2, 6);
		expect(
			await peakOf([
				{...cart, rules: to(cart, canary)},
				{...canary, rules: to(cart, canary)},
			]),
		).toBeCloseTo(0.2, 6);
		expect(await peakOf([{...cart, rules: to(cart, canary)}])).toBeNull();
		expect(await peakOf([cart])).toBeNull();
	});

	test('has the durations of whole requests in milliseconds, of either version', async () => {
		const ask = async (questions: typeof newer, name: string) => {
			const latency = questions.latency?.([{namespace: 'shop', name}], 60);
			const {value} = latency ? await askAt(real, latency) : {value: []};
			return value.find(({identity}) => identity.service === name)?.buckets.map(({upperMs}) => upperMs);
		};
		const infinite = Number.POSITIVE_INFINITY;
		const bounds = [25, 50, 80, 100, 250, 400, 700, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, infinite];
		expect(await ask(newer, 'cart')).toEqual(bounds);
		// Kong 2 writes `le="00300.0"`, and a bucket only once something fell into it.
		expect(await ask(older, 'basket')).toEqual([300, 400, infinite]);
		expect(await ask(both, 'cart')).toEqual(bounds);
		expect(await ask(both, 'basket')).toEqual([300, 400, infinite]);
	});
});
