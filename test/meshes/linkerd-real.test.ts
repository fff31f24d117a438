import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {MetricSample} from '../../source/domain/signals/metric-sample.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import type {MeshQuery} from '../../source/meshes/contract.ts';
import {linkerd} from '../../source/meshes/linkerd/linkerd.ts';
import {
	installedPrometheusVersion,
	type RealPrometheus,
	startRealPrometheus,
} from '../demo/prometheus/support/real-prometheus.ts';
import {exposedSamples} from './support/exposed-samples.ts';

const isInstalled = installedPrometheusVersion() !== undefined;
const endMs = Date.parse('2026-11-21T10:00:00Z');
const service = {namespace: 'playground', name: 'playground-server-http'};

/** Each recorded line as a counter that grows by its value every 10 s, scraped with the caller's own labels. */
function stored() {
	const text = readFileSync(
		new URL('../fixtures/metrics/linkerd/proxy-2026-canary-failures.prom', import.meta.url),
		'utf8',
	);
	const scraped = {namespace: 'playground', pod: 'playground-client-5d9c4b7f6-q8z2m', pod_template_hash: '5d9c4b7f6'};
	// kubelet's probe of the pod, which its proxy counts as a request like any other.
	const probe = {
		__name__: 'response_total',
		direction: 'inbound',
		target_port: '7000',
		srv_port: '7000',
		route_kind: 'default',
		route_name: 'probe',
		classification: 'success',
	};
	const times = Array.from({length: 61}, (_, at) => endMs - (60 - at) * 10_000);
	return [...exposedSamples(text), {labels: probe, value: 3}].map(({labels, value}) => ({
		labels: {...labels, ...scraped},
		samples: times.map((atMs, at) => ({atMs, value: value * at})),
	}));
}

describe.runIf(isInstalled)('Linkerd, asking a real Prometheus with the recorded series,', () => {
	let real: RealPrometheus;
	beforeAll(async () => {
		real = await startRealPrometheus({stored: stored()});
	});
	afterAll(() => real.stop());

	async function ask<T>({promql, read}: MeshQuery<T>): Promise<T> {
		const parameters = new URLSearchParams({query: promql, time: String(endMs / 1000)});
		const answer = await fetch(`${real.url}/api/v1/query?${parameters}`);
		const {data, error} = (await answer.json()) as {
			data?: {result: readonly {metric: Record<string, string>; value: readonly [number, string]}[]};
			error?: string;
		};
		expect(error).toBeUndefined();
		const samples = (data?.result ?? []).map(
			({metric, value}): MetricSample => ({
				labels: Object.fromEntries(Object.entries(metric).map(([name, text]) => [name, ident(text)])),
				value: Number(value[1]),
			}),
		);
		return read(samples).value;
	}

	const questions = linkerd.questions(scopeOf({}));

	test('gets the rates of both versions as they were counted, without the proxy’s own port', async () => {
		const traffic = await ask(questions.traffic(60));
		expect(
			traffic.map(({identity, viewpoint, requestsPerSecond, errorsPerSecond}) => [
				identity.workload,
				viewpoint,
				Math.round(requestsPerSecond * 100) / 100,
				Math.round(errorsPerSecond * 100) / 100,
			]),
		).toEqual(
			expect.arrayContaining([
				['playground-server-http-primary-9d9566587', 'source', 6.5, 6.5],
				['playground-server-http-canary-5597c667f6', 'source', 0.7, 0.7],
			]),
		);
		expect(traffic).toHaveLength(2);
	});

	test('gets the peak of the service, and the age and the origins of its samples', async () => {
		expect(await ask(questions.newestSample())).toBe(endMs);
		expect(await ask(questions.origins(60))).toMatchObject({found: 1, clusters: [], copiesBy: []});
		expect(await ask(questions.peak([service], 3_600))).toBeCloseTo(7.2, 1);
		expect(await ask(questions.trafficOf([service], 60))).toHaveLength(2);
		const latency = questions.latency?.([service], 60);
		expect(latency && (await ask(latency))).toEqual([]);
	});

	test('gets who calls from the caller’s pod, where the scrape names nothing that runs it', async () => {
		const query = questions.edges?.(60);
		const edges = query ? await ask(query) : [];
		expect(
			edges.map(({caller, callee, requestsPerSecond}) => [
				`${caller?.namespace}/${caller?.workload} > ${callee.workload}`,
				Math.round(requestsPerSecond * 100) / 100,
			]),
		).toEqual(
			expect.arrayContaining([
				['playground/playground-client-5d9c4b7f6 > playground-server-http-primary-9d9566587', 6.5],
				['playground/playground-client-5d9c4b7f6 > playground-server-http-canary-5597c667f6', 0.7],
			]),
		);
		expect(edges).toHaveLength(2);
	});

	test('gets by pod and caller what failed in five minutes', async () => {
		const query = questions.slices?.([service], 300, null);
		const told = query ? await ask(query) : [];
		const named = told.flatMap(({dimension, value, requests, failures}) =>
			value === null ? [] : [`${dimension} ${value} ${Math.round(requests)} ${Math.round(failures)}`],
		);
		expect(named.toSorted()).toEqual([
			'caller playground/playground-client-5d9c4b7f6 1950 1950',
			'caller playground/playground-client-5d9c4b7f6 210 210',
			'pod playground-server-http-canary-5597c667f6-4ttcq 210 210',
			'pod playground-server-http-primary-9d9566587-xhsrl 1950 1950',
		]);
	});
});
