import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, prometheusOf, recorded, relabelled, textOf} from './support/recorded-metrics.ts';

const questions = istio.questions(scopeOf({}));
const [early] = recorded('istio/waypoint-early.prom');
const [vendor] = recorded('istio/ztunnel-l7-vendor-build.prom');
const webApi = {namespace: 'default', name: 'web-api'};
/** As the waypoint of another namespace reports since `reporter` says that it is one. */
const elsewhere = {reporter: 'waypoint', destination_service_namespace: 'waypoints'};

describe('a waypoint', () => {
	test('of early ambient counts as the destination, over mutual TLS', () => {
		const samples = early ? [early] : [];
		expect(questions.traffic(60).read(samples).value).toMatchObject([
			{
				identity: {namespace: 'default', service: 'web-api', workload: 'web-api', version: 'v1'},
				viewpoint: 'destination',
			},
		]);
		expect(questions.edges?.(60).read(samples).value).toMatchObject([
			{caller: {namespace: 'default', workload: 'sleep'}, requestsPerSecond: 1, securedPerSecond: 1},
		]);
	});

	test('counts before the other sides, which are not added', () => {
		const samples = [relabelled(early, {reporter: 'waypoint'}, 10), relabelled(early, {reporter: 'source'}, 9)];
		expect(questions.traffic(60).read(samples).value).toMatchObject([{viewpoint: 'waypoint', requestsPerSecond: 10}]);
	});

	test('of another namespace counts for the Service that the host names', () => {
		const [sample] = questions.traffic(60).read([relabelled(early, elsewhere, 1)]).value;
		expect(sample?.identity).toMatchObject({namespace: 'default', service: 'web-api'});
	});

	test('counts for its own namespace where the host is no Service of the cluster', () => {
		const host = {...elsewhere, destination_service: 'api.example.com', destination_service_name: 'api.example.com'};
		const [sample] = questions.traffic(60).read([relabelled(early, host, 1)]).value;
		expect(sample?.identity).toMatchObject({namespace: 'waypoints', service: 'api.example.com'});
	});

	test('does not change what a sidecar calls the namespace', () => {
		const sidecar = {reporter: 'source', destination_service_namespace: 'moved'};
		const [sample] = questions.traffic(60).read([relabelled(early, sidecar, 1)]).value;
		expect(sample?.identity.namespace).toBe('moved');
	});
});

describe('a ztunnel that counts HTTP', () => {
	test('tells failures without a gRPC status', () => {
		const samples = [relabelled(vendor, {}, 9), relabelled(vendor, {response_code: '503'}, 1)];
		expect(questions.traffic(60).read(samples).value).toMatchObject([{requestsPerSecond: 10, errorsPerSecond: 1}]);
	});

	test('tells how connections are secured from the side of the caller too', () => {
		expect(questions.edges?.(60).read([relabelled(vendor, {}, 4)]).value).toMatchObject([
			{viewpoint: 'source', securedPerSecond: 4},
		]);
	});
});

describe.runIf(installedPrometheusVersion() !== undefined)(
	'a waypoint of another namespace in a real Prometheus',
	() => {
		const text = textOf('istio/waypoint-early.prom')
			.replaceAll('reporter="destination"', 'reporter="waypoint"')
			.replace('destination_service_namespace="default"', 'destination_service_namespace="waypoints"');
		const bucket = (le: string, value: number) =>
			text
				.split('\n')
				.filter(row => row.startsWith('istio_requests_total'))
				.map(row => row.replace('istio_requests_total{', `istio_request_duration_milliseconds_bucket{le="${le}",`))
				.map(row => row.replace(/ 1$/, ` ${value}`))
				.join('\n');
		let real: RealPrometheus;
		beforeAll(async () => {
			real = await prometheusOf([{text}, {text: bucket('5', 1)}, {text: bucket('+Inf', 1)}]);
		});
		afterAll(() => real.stop());

		test('is found by the Service’s own namespace: its requests, its durations and its peak', async () => {
			const about = {identity: {namespace: 'default', service: 'web-api'}, viewpoint: 'waypoint'};
			expect((await askAt(real, questions.trafficOf([webApi], 60))).value).toMatchObject([about]);
			const latency = questions.latency && (await askAt(real, questions.latency([webApi], 60))).value;
			expect(latency).toMatchObject([about]);
			expect((await askAt(real, questions.peak([webApi], 1_200))).value).toBeCloseTo(0.1, 2);
			expect((await askAt(real, questions.peak([{namespace: 'waypoints', name: 'web-api'}], 1_200))).value).toBeNull();
		});
	},
);
