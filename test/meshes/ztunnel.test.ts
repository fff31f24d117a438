import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ztunnel} from '../../source/meshes/istio/ztunnel.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {askAt, prometheusOf, recorded, relabelled, textOf} from './support/recorded-metrics.ts';

const file = 'istio/ztunnel-1.24.prom';
const questions = ztunnel.questions(scopeOf({}));
const reviews = {namespace: 'default', name: 'reviews'};
const connections = questions.connections?.([reviews], 60);
if (!connections) throw new Error('ztunnel counts connections');

const [first] = recorded(file).filter(({labels}) => labels.__name__ === 'istio_tcp_connections_opened_total');
const part = (labels: Readonly<Record<string, string>>, value: number) =>
	relabelled(first, {part: 'opened', ...labels}, value);

describe('ztunnel', () => {
	test('counts connections and bytes of each side by itself, and how many are over mutual TLS', () => {
		const samples = [
			part({}, 3),
			part({connection_security_policy: 'unknown'}, 1),
			part({part: 'sent'}, 500),
			part({reporter: 'source'}, 4),
		];
		expect(connections.read(samples).value).toEqual([
			{
				identity: {namespace: 'default', service: 'details', workload: 'details-v1', version: 'v1'},
				viewpoint: 'destination',
				openedPerSecond: 4,
				closedPerSecond: null,
				sentPerSecond: 500,
				receivedPerSecond: null,
				securedPerSecond: 3,
			},
			expect.objectContaining({viewpoint: 'source', openedPerSecond: 4, sentPerSecond: null}),
		]);
	});

	test('knows nothing of mutual TLS where no series tells it', () => {
		expect(connections.read([part({connection_security_policy: 'unknown'}, 1)]).value).toMatchObject([
			{securedPerSecond: null},
		]);
	});

	test('tells nothing of bytes alone, nor of an address outside of the cluster', () => {
		expect(connections.read([part({part: 'sent'}, 1)]).value).toEqual([]);
		expect(connections.read([part({destination_service_name: 'unknown'}, 1)])).toEqual({value: [], unmatched: 1});
	});

	test('makes no requests of connections', () => {
		expect(questions.traffic(60).read([part({}, 3)])).toEqual({value: [], unmatched: 0});
		expect(questions.peak([reviews], 60).read([part({}, 3)]).value).toBeNull();
		expect(ztunnel.limits.map(({code}) => code)).toContain('requests');
	});
});

describe.runIf(installedPrometheusVersion() !== undefined)('ztunnel in a real Prometheus', () => {
	let real: RealPrometheus;
	beforeAll(async () => {
		real = await prometheusOf([{text: textOf(file)}]);
	});
	afterAll(() => real.stop());

	test('counts the same connections on both sides', async () => {
		const {value, unmatched} = await askAt(real, connections);
		expect(unmatched).toBe(0);
		const side = (wanted: string) => value.filter(({viewpoint}) => viewpoint === wanted);
		for (const viewpoint of ['source', 'destination']) {
			const opened = side(viewpoint).reduce((sum, one) => sum + one.openedPerSecond, 0);
			expect(opened).toBeCloseTo((294 + 270 + 267) / 10, 6);
			expect(side(viewpoint).every(one => one.securedPerSecond === one.openedPerSecond)).toBe(true);
		}
		const sent = side('source').reduce((sum, one) => sum + (one.sentPerSecond ?? 0), 0);
		expect(sent).toBeCloseTo((177_282 + 140_130 + 159_666) / 10, 3);
	});

	test('is recognised by what only its callers’ side knows', async () => {
		const [sign] = ztunnel.signs;
		const {value} = await askAt(real, {
			promql: `count(${sign?.metric}{${sign?.own.join(',')}})`,
			read: samples => ({value: samples.map(one => one.value), unmatched: 0}),
		});
		expect(value).toEqual([7]);
	});
});
