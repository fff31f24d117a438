import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {MeshId} from '../../source/domain/signals/mesh-id.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import type {TrafficIdentity, TrafficSample} from '../../source/domain/signals/signals.ts';
import {toldText} from '../../source/domain/signals/told-name.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, prometheusOf, textOf} from './support/recorded-metrics.ts';

/** Recordings that the providers were not written from, each scraped as a ServiceMonitor of Prometheus' operator does. */
const recordings: readonly (readonly [MeshId, string, readonly (readonly [string, number, number])[], number])[] = [
	['istio', 'istio/waypoint-2024.prom', [['default/echo', 1, 0]], 0],
	['kong', 'kong/gateway-3-workspaces.prom', [], 3],
	['envoy-gateway', 'envoy-gateway/stock-route.prom', [['rule 0 of HTTPRoute default/stock-route', 8, 0]], 0],
	[
		'hubble',
		'hubble/workloads-2026.prom',
		[
			['bank/api destination', 8_705, 0],
			['bank/api source', 1_891, 0],
			['bank/payments destination', 2_458, 0],
			['bank/web destination', 4_945, 0],
			['cf2cnp-lab30/shop-backend destination', 193, 0],
			['cf2cnp-lab30/shop-frontend destination', 197, 0],
		],
		0,
	],
	['traefik', 'traefik/proxy-2.prom', [], 0],
	['haproxy', 'haproxy/haproxy-ingress.prom', [['haproxy-ingress-haproxy-ingress-default-backend', 1_102, 1]], 0],
];

const nameOf = ({namespace, service, workload, told}: TrafficIdentity) =>
	told ? toldText(told) : `${namespace}/${service ?? workload}`;

describe.runIf(installedPrometheusVersion() !== undefined)('another recording, in a real Prometheus,', () => {
	let real: readonly RealPrometheus[];
	beforeAll(async () => {
		const scrape = {namespace: 'edge', pod: 'proxy-7d8f9c6b5-x2v7q', service: 'proxy-metrics', job: 'proxy-metrics'};
		real = await Promise.all(recordings.map(([, file]) => prometheusOf([{text: textOf(file), scrape}])));
	});
	afterAll(() => Promise.all(real.map(one => one.stop())));

	test.each(recordings.map(([id, file, expected, unmatched], at) => ({id, file, expected, unmatched, at})))(
		'of $id is read as it was counted: $file',
		async ({id, expected, unmatched, at}) => {
			const mesh = meshes.find((one: Mesh) => one.id === id);
			const server = real[at];
			if (!mesh || !server) throw new Error(id);
			const told = await askAt(server, mesh.questions(scopeOf({})).traffic(60));
			const figures = told.value.map(({identity, viewpoint, requestsPerSecond, errorsPerSecond}: TrafficSample) => [
				id === 'hubble' ? `${nameOf(identity)} ${viewpoint}` : nameOf(identity),
				// The recorded values are those of ten seconds.
				Math.round(10 * requestsPerSecond * 100) / 100,
				Math.round(10 * errorsPerSecond * 100) / 100,
			]);
			expect(figures.sort()).toEqual(expected);
			expect(told.unmatched).toBe(unmatched);
		},
	);
});
