import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {MetricSample} from '../../source/domain/signals/metric-sample.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {detectMeshes} from '../../source/engine/connecting/detect-meshes.ts';
import {application} from '../../source/meshes/application/application.ts';
import type {MeshQuery} from '../../source/meshes/contract.ts';
import {meshes} from '../../source/meshes/registry.ts';
import type {MetricsPort} from '../../source/ports/metrics.ts';
import {directPort} from '../demo/prometheus/support/istio-asker.ts';
import {
	installedPrometheusVersion,
	type RealPrometheus,
	startRealPrometheus,
} from '../demo/prometheus/support/real-prometheus.ts';
import {serveHistograms} from './support/native-exposition.ts';

const ofPod = (name: string, code: string) => ({
	namespace: 'shop',
	pod: `web-58c56f75fc-${name}`,
	instance: name,
	code,
});

describe.runIf(installedPrometheusVersion() !== undefined)('native histograms in a real Prometheus', () => {
	const {signal} = new AbortController();
	let real: RealPrometheus;
	let port: MetricsPort;
	let target: Awaited<ReturnType<typeof serveHistograms>>;
	beforeAll(async () => {
		target = await serveHistograms('http_request_duration_seconds', [
			{
				labels: ofPod('a', '200'),
				buckets: [
					{at: -16, count: 6},
					{at: -3, count: 2},
				],
			},
			{
				labels: ofPod('b', '503'),
				buckets: [
					{at: -20, count: 1},
					{at: 4, count: 1},
				],
			},
		]);
		real = await startRealPrometheus({scrape: {address: target.address, job: 'apps'}});
		port = directPort(real.url);
	});
	afterAll(async () => {
		port.close();
		await real.stop();
		target.close();
	});

	/** Asks until every pod has a rate. */
	async function ask<T>(query: MeshQuery<T>, isWhole: (samples: readonly MetricSample[]) => boolean): Promise<T> {
		for (;;) {
			const answer = await port.instant({promql: query.promql}, signal);
			if (!answer.ok) throw new Error(answer.error.message);
			if (isWhole(answer.value.samples)) return query.read(answer.value.samples).value;
			await pause(200);
		}
	}

	const questions = application.questions(scopeOf({}));

	test('are found by their bare name', async () => {
		await ask(questions.traffic(60), samples => samples.length === 2);
		const found = await detectMeshes(meshes, port, signal);
		expect(found.ok ? found.value.map(({mesh, signs}) => [mesh.id, signs]) : found.error).toEqual([
			['application', ['http_request_duration_seconds']],
		]);
	});

	test('count requests and failures', async () => {
		const [told, ...others] = await ask(questions.traffic(60), samples => samples.length === 2);
		expect(others).toEqual([]);
		expect(told?.identity).toMatchObject({namespace: 'shop', workload: 'web-58c56f75fc'});
		expect((told?.errorsPerSecond ?? 0) / (told?.requestsPerSecond ?? 1)).toBeCloseTo(0.2, 2);
		const {promql} = questions.peak([{namespace: 'shop', name: 'web'}], 60);
		expect((await port.instant({promql}, signal)).ok).toBe(true);
		expect(await ask(questions.newestSample(), () => true)).toBeGreaterThan(0);
		expect((await ask(questions.origins(60), () => true)).found).toBe(2);
	});

	test('tell durations', async () => {
		if (!questions.latency) throw new Error('no latency');
		const asked = questions.latency([{namespace: 'shop', name: 'web'}], 60);
		const isOfBoth = (samples: readonly MetricSample[]) => samples.filter(({histogram}) => histogram).length === 2;
		const [told] = await ask(asked, isOfBoth);
		const all = told?.buckets.at(-1)?.perSecond ?? 0;
		const shares = [125, 250, 500, 1_000, 2_000].map(bound => {
			const {perSecond = 0} = told?.buckets.find(({upperMs}) => upperMs === bound) ?? {};
			return Math.round((100 * perSecond) / all);
		});
		expect(shares).toEqual([0, 70, 70, 90, 100]);
	});
});
