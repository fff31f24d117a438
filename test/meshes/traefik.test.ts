import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {traefik} from '../../source/meshes/traefik/traefik.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, prometheusOf, recorded, textOf} from './support/recorded-metrics.ts';

const file = 'traefik/mesh-v3.prom';
const questions = traefik.questions(scopeOf({}));
const [first] = recorded(file).filter(({labels}) => labels.__name__ === 'traefik_service_requests_total');
const cartOf: Readonly<Record<string, string>> = {service: 'shop-cart-8080@kubernetes'};
const requests = (labels: Readonly<Record<string, string>>, value: number) => ({
	labels: {...first?.labels, ...cartOf, ...labels} as NonNullable<typeof first>['labels'],
	value,
});
const named = (service: string) => questions.traffic(60).read([requests({service}, 1)]);
const ofRoute = 'httproute-shop-cart-gw-infra-edge-ep-web-0';

describe('Traefik', () => {
	test.each([
		['shop-cart-8080@kubernetes', 'shop-cart-8080'],
		['shop-cart-canary-http@kubernetescrd', 'shop-cart-canary-http'],
		['shop-cart-8080@kubernetesgateway', 'shop-cart-8080'],
	])('reads %s as namespace, Service and port', (service, text) => {
		expect(named(service).value).toMatchObject([
			{identity: {namespace: '', service: null, told: {kind: 'dashed', text, namespace: null}, isOfAnyVersion: true}},
		]);
		expect(named(service).value[0]?.identity.told).not.toHaveProperty('isWithoutPort');
	});

	test.each([
		[`${ofRoute}-1c0cf64bde37d9d0df06-svc-shop-cart-canary-1@kubernetesgateway`, 'shop-cart-canary'],
		[`${ofRoute}-svc-shop-cart-0@kubernetesgateway`, 'shop-cart'],
		['grpcroute-shop-cart-gw-infra-edge-ep-web-0-1c0cf64bde37d9d0df06-svc-shop-cart-0@kubernetesgateway', 'shop-cart'],
		[
			`httproute-shop-my-svc-gw-infra-edge-ep-web-0-1c0cf64bde37d9d0df06-svc-shop-a-svc-b-0@kubernetesgateway`,
			'shop-a-svc-b',
		],
		[`httproute-shop-cart-ls-infra-edge-ep-web-0-1c0cf64bde37d9d0df06-svc-shop-cart-0@kubernetesgateway`, 'shop-cart'],
	])('reads %s as namespace and Service', (service, text) => {
		expect(named(service).value).toMatchObject([
			{identity: {told: {kind: 'dashed', text, namespace: null, isWithoutPort: true}, isOfAnyVersion: true}},
		]);
	});

	test.each(['web@docker', 'shop-storefront-cart-8080@kubernetesingressnginx', 'shop-cart-8080', '@kubernetes', ''])(
		'makes no Service of %s',
		service => {
			expect(named(service)).toEqual({value: [], unmatched: 1});
		},
	);

	test.each([
		['http', '503', 1, {status: '503', grpcStatus: null}],
		['http', '404', 0, {status: '404', grpcStatus: null}],
		['http', '499', 0, {status: '499', grpcStatus: null}],
		['http', '0', 0, {status: '0', grpcStatus: null}],
		['websocket', '101', 0, {status: '101', grpcStatus: null}],
		['grpc', '0', 0, {status: null, grpcStatus: '0'}],
		['grpc', '5', 1, {status: null, grpcStatus: '5'}],
		['grpc-web', '14', 1, {status: null, grpcStatus: '14'}],
		['grpc', '200', 0, {status: '200', grpcStatus: null}],
	])('of the protocol %s, calls the code %s failed: %s', (protocol, code, errorsPerSecond, outcome) => {
		expect(questions.traffic(60).read([requests({protocol, code}, 1)]).value).toMatchObject([
			{requestsPerSecond: 1, errorsPerSecond, outcomes: [outcome]},
		]);
	});

	test.each([
		[['traefik_entrypoint_requests_total'], 'addServicesLabels'],
		[['traefik_entrypoint_requests_total', 'traefik_service_requests_total'], 'has only its own'],
	])('says what is there in place of requests to Services: %s', (names, words) => {
		expect(traefik.remains?.describe(names)).toContain(words);
	});
});

describe.runIf(installedPrometheusVersion() !== undefined)('Traefik in a real Prometheus', () => {
	const scrape = {namespace: 'traefik', service: 'traefik-metrics', job: 'traefik'};
	const [canary, api] = [
		`${ofRoute}-1c0cf64bde37d9d0df06-svc-shop-cart-canary-1@kubernetesgateway`,
		'shop-cart-api-8080@kubernetes',
	];
	const as = (labels: Readonly<Record<string, string>>) =>
		textOf(file)
			.split('\n')
			.filter(row => row.startsWith('traefik_service_'))
			.map(row =>
				Object.entries(labels).reduce(
					(text, [name, value]) => text.replace(new RegExp(`${name}="[^"]*"`), `${name}="${value}"`),
					row,
				),
			)
			.join('\n');
	const text = [
		textOf(file),
		as({service: 'shop-cart-8080@kubernetes'}),
		as({service: 'shop-cart-8080@kubernetes', code: '502', method: 'POST'}),
		as({service: 'shop-cart-8080@kubernetes', code: '101', protocol: 'websocket'}),
		as({service: canary}),
		as({service: api}),
	].join('\n');
	const cart = {namespace: 'shop', name: 'cart'};
	const each = 7_042.4;

	describe.each([
		['renamed by the scrape', scrape],
		['kept by the scrape', {job: 'traefik'}],
	])('with its label `service` %s', (_how, scraped) => {
		let real: RealPrometheus;
		beforeAll(async () => {
			real = await prometheusOf([{text, scrape: scraped}]);
		});
		afterAll(() => real.stop());

		test('has the rates of each Service, and none of what Traefik itself answers', async () => {
			const {value, unmatched} = await askAt(real, questions.traffic(60));
			const rates = new Map(value.map(one => [one.identity.told?.text as string, one]));
			expect([...rates.keys()].sort()).toEqual(['shop-cart-8080', 'shop-cart-api-8080', 'shop-cart-canary']);
			expect(rates.get('shop-cart-8080')?.requestsPerSecond).toBeCloseTo(3 * each, 3);
			expect(rates.get('shop-cart-8080')?.errorsPerSecond).toBeCloseTo(each, 3);
			expect(unmatched).toBe(0);
		});

		test('asks for the Services that are named, and perhaps for more', async () => {
			const {value} = await askAt(real, questions.trafficOf([{namespace: 'shop', name: 'cart-canary'}], 60));
			expect(value.map(({identity}) => identity.told?.text)).toEqual(['shop-cart-canary']);
		});

		test('has the peak of exactly these Services', async () => {
			const peakOf = async (name: string) => (await askAt(real, questions.peak([{...cart, name}], 600))).value;
			expect(await peakOf('cart')).toBeCloseTo(3 * each, 3);
			expect(await peakOf('cart-canary')).toBeCloseTo(each, 3);
		});

		test('has its durations in milliseconds, without those of open connections', async () => {
			const {value} = questions.latency ? await askAt(real, questions.latency([cart], 60)) : {value: []};
			const buckets = value.find(({identity}) => identity.told?.text === 'shop-cart-8080')?.buckets ?? [];
			expect(buckets.map(({upperMs}) => upperMs)).toEqual([100, 300, 1_200, 5_000, Number.POSITIVE_INFINITY]);
			expect(buckets[0]?.perSecond).toBeCloseTo(2 * each, 3);
		});
	});

	test('is not recognised by what it answers itself', async () => {
		const real = await prometheusOf([{text: textOf(file), scrape}]);
		expect((await askAt(real, questions.newestSample())).value).toBeNull();
		await real.stop();
	});
});
