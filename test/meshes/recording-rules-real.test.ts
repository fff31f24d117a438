import {createServer, type Server} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {connectMetrics, type MetricsConnection} from '../../source/engine/connecting/connect-metrics.ts';
import {rulesYaml} from '../../source/main/commands/rules-yaml.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {ruleNames} from '../../source/meshes/rules/rule-names.ts';
import type {MetricsPort} from '../../source/ports/metrics.ts';
import {directPort} from '../demo/prometheus/support/istio-asker.ts';
import {
	installedPrometheusVersion,
	type RealPrometheus,
	startRealPrometheus,
} from '../demo/prometheus/support/real-prometheus.ts';

const versions = [
	{version: '1.0.0', code: '200', each: 40},
	{version: '1.0.0', code: '503', each: 2},
	{version: '1.1.0', code: '200', each: 7},
];

describe.runIf(installedPrometheusVersion() !== undefined)('perch rules in a real Prometheus', () => {
	const {signal} = new AbortController();
	let real: RealPrometheus;
	let port: MetricsPort;
	let target: Server;
	let connection: MetricsConnection;
	beforeAll(async () => {
		target = await counting();
		const address = target.address();
		const text = rulesYaml({meshes: [istio], windowSeconds: 60, labels: [], form: 'yaml'});
		real = await startRealPrometheus({
			scrape: {address: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, job: 'mesh'},
			rules: text.replace('interval: 15s', 'interval: 1s'),
		});
		port = directPort(real.url);
		connection = await byRules();
	});
	afterAll(async () => {
		port.close();
		await real.stop();
		target.close();
	});

	/** Connects until the rules are found to be evaluated. */
	async function byRules(): Promise<MetricsConnection> {
		for (;;) {
			const found = await connectMetrics(meshes, port, signal);
			const [only] = found.ok ? found.value : [];
			if (only?.rules) return only;
			await pause(200);
		}
	}

	/** The rates by version, from a record and from the series at the instant of that record. */
	async function both(recordedText: string, plainText: string) {
		for (;;) {
			const at = await port.instant({promql: `max(timestamp(${recordedText}))`}, signal);
			const atMs = (at.ok ? (at.value.samples[0]?.value ?? 0) : 0) * 1000;
			const over = {startMs: atMs, endMs: atMs, stepSeconds: 1};
			const [recorded, plain] = await Promise.all(
				[recordedText, plainText].map(promql => port.range({promql, ...over}, signal)),
			);
			if (!recorded?.ok || !plain?.ok) throw new Error('Prometheus does not answer');
			const [one, other] = [recorded, plain].map(({value}) => value.instants[0]?.samples ?? []);
			if (one?.length === versions.length && other?.length === versions.length) return [one, other] as const;
			await pause(200);
		}
	}

	test('are found, and answer with the figures of the series', async () => {
		expect(connection.rules).toMatchObject({windowSeconds: 60, hasEdges: true});
		const {read} = connection.questions.traffic(60);
		const plain = istio.questions(connection.scope).traffic(60).promql;
		const [one, other] = await both(ruleNames(istio, 60).requests, plain);
		expect(read(one).value.length).toBeGreaterThan(0);
		expect(read(one)).toEqual(read(other));
	});

	test('answer the query that perch sends, which leaves out records that are too old', async () => {
		const {promql, read} = connection.questions.traffic(60);
		const answer = await port.instant({promql}, signal);
		if (!answer.ok) throw new Error(answer.error.message);
		expect(read(answer.value.samples).value.map(({identity: {version}}) => version)).toEqual(['1.0.0', '1.1.0']);
		const late = await port.instant({promql: promql.replace(/< \d+/, '< -1')}, signal);
		expect(late.ok && late.value.samples).toEqual([]);
	});

	test('tell the time of the newest scrape', async () => {
		const {promql, read} = connection.questions.newestSample();
		const answer = await port.instant({promql}, signal);
		if (!answer.ok) throw new Error(answer.error.message);
		const newestMs = read(answer.value.samples).value ?? 0;
		expect(promql).toContain(ruleNames(istio, 60).newestSample);
		expect(newestMs).toBeLessThanOrEqual(answer.value.atMs);
		expect(newestMs).toBeGreaterThan(answer.value.atMs - 60_000);
	});
});

/** Serves Istio's counters, which grow by the same with each scrape. */
async function counting(): Promise<Server> {
	let scrapes = 0;
	const server = createServer((_request, response) => {
		scrapes += 1;
		const lines = versions.map(
			({version, code, each}) =>
				`istio_requests_total{reporter="source",destination_service="cart.shop.svc.cluster.local",destination_service_namespace="shop",destination_service_name="cart",destination_workload="cart",destination_canonical_revision="${version}",request_protocol="http",response_code="${code}",source_workload="web",source_workload_namespace="web"} ${scrapes * each}`,
		);
		response.setHeader('content-type', 'text/plain; version=0.0.4');
		response.end(`# TYPE istio_requests_total counter\n${lines.join('\n')}\n`);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return server;
}
