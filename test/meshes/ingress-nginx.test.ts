import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ingressNginx} from '../../source/meshes/ingress-nginx/ingress-nginx.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, prometheusOf, recorded, textOf} from './support/recorded-metrics.ts';

const file = 'ingress-nginx/controller-2026.prom';
const questions = ingressNginx.questions(scopeOf({}));
const service = {namespace: 'monitoring', name: 'prometheus-stack-kube-prom-prometheus'};
const counted = {namespace: 'monitoring', workload: null, version: null, isOfAnyVersion: true};

const requests = (labels: Readonly<Record<string, string>>, value: number) => {
	const [sample] = recorded(file).filter(one => one.labels.__name__ === 'nginx_ingress_controller_requests');
	return {labels: {...sample?.labels, ...labels} as NonNullable<typeof sample>['labels'], value};
};

describe('ingress-nginx', () => {
	test('counts a request for the Service that its recording names', () => {
		const [sample] = recorded(file);
		expect(questions.traffic(60).read(sample ? [sample] : []).value).toEqual([
			{
				identity: {...counted, service: service.name},
				viewpoint: 'source',
				requestsPerSecond: 1,
				errorsPerSecond: 0,
				outcomes: [{status: '200', grpcStatus: null, isFailed: false, perSecond: 1}],
			},
		]);
	});

	test('counts a canary’s request for the backend in `canary`, though `service` names the main one', () => {
		const samples = [
			requests({canary: ''}, 9),
			requests({canary: '-'}, 1),
			requests({canary: 'monitoring-new-9090'}, 2),
		];
		const {value} = questions.traffic(60).read(samples);
		expect(value).toMatchObject([
			{identity: {service: service.name}, requestsPerSecond: 10},
			{
				identity: {service: null, told: {kind: 'dashed', text: 'monitoring-new-9090', namespace: 'monitoring'}},
				requestsPerSecond: 2,
			},
		]);
	});

	test.each([
		['503', 1],
		['5xx', 1],
		['499', 0],
		['404', 0],
	])('calls status %s failed: %s', (status, errorsPerSecond) => {
		expect(questions.traffic(60).read([requests({status}, 1)]).value).toMatchObject([{errorsPerSecond}]);
	});

	test('makes no Service of requests that fit no Ingress', () => {
		expect(questions.traffic(60).read([requests({namespace: '', ingress: '', service: ''}, 1)])).toEqual({
			value: [],
			unmatched: 1,
		});
	});
});

describe.runIf(installedPrometheusVersion() !== undefined)('ingress-nginx in a real Prometheus', () => {
	const scrape = {namespace: 'ingress-nginx', service: 'ingress-nginx-controller-metrics', job: 'ingress-nginx'};
	const lost = textOf(file)
		.split('\n')
		.filter(row => row.startsWith('nginx_ingress_controller_requests'))
		.map(row => row.replace(/(namespace|ingress|service)="[^"]*"/g, '$1=""').replace('controller_=""', ''))
		.join('\n');
	let real: RealPrometheus;
	beforeAll(async () => {
		real = await prometheusOf([
			{text: textOf(file), scrape},
			{text: lost, scrape},
		]);
	});
	afterAll(() => real.stop());

	test('is read by its own labels where the scrape renamed them, and an empty one is not the scrape’s', async () => {
		const {value, unmatched} = await askAt(real, questions.traffic(60));
		expect(value).toMatchObject([{identity: {...counted, service: service.name}}]);
		expect(value[0]?.requestsPerSecond).toBeCloseTo(0.1, 6);
		expect(unmatched).toBe(1);
		expect((await askAt(real, questions.trafficOf([service], 60))).value).toEqual(value);
	});

	test('has its durations in milliseconds', async () => {
		const {value} = questions.latency ? await askAt(real, questions.latency([service], 60)) : {value: []};
		const buckets = value[0]?.buckets ?? [];
		expect(buckets.map(({upperMs}) => upperMs)).toEqual([
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
		expect(buckets.find(({upperMs}) => upperMs === 100)?.perSecond).toBe(0);
		expect(buckets.find(({upperMs}) => upperMs === 250)?.perSecond).toBeCloseTo(0.1, 6);
	});
});
