import {setTimeout as pause} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {createPrometheusServer} from '../../../source/demo/prometheus/http/prometheus-server.ts';
import {istioDialect} from '../../../source/demo/prometheus/series/dialects/istio-dialect.ts';
import {linkerdDialect} from '../../../source/demo/prometheus/series/dialects/linkerd-dialect.ts';
import {createScrapeGrid} from '../../../source/demo/prometheus/series/scrape-grid.ts';
import {createTrafficModel, serviceKey} from '../../../source/demo/prometheus/series/traffic-model.ts';
import {createWorldSource} from '../../../source/demo/prometheus/series/world-source.ts';
import {installedPrometheusVersion, startRealPrometheus} from './support/real-prometheus.ts';
import {canaryShares, checkout} from './support/world.ts';

const version = installedPrometheusVersion();

const cases = [
	{
		dialect: istioDialect,
		requests: 'istio_requests_total{reporter="source",destination_service_name=~".+"}',
		by: 'destination_service_name, response_code',
		all: 'istio_.+',
	},
	{
		dialect: linkerdDialect,
		requests: 'response_total{direction="outbound"}',
		by: 'dst_pod, status_code',
		all: 'response_.+',
	},
];

describe.runIf(version !== undefined)('a real Prometheus that scrapes the demo', () => {
	it.each(cases)('measures the rates that the demo answers: $dialect.job', async ({dialect, requests, by, all}) => {
		const clock = {nowMs: () => Date.now()};
		const model = createTrafficModel({services: [checkout], seed: 1, startMs: clock.nowMs() - 600_000});
		model.record(serviceKey(checkout), model.originMs, canaryShares(0.2));
		const grid = createScrapeGrid({clock, intervalMs: 1000, originMs: model.originMs});
		const source = createWorldSource(model, grid, () => [dialect]);
		const demo = createPrometheusServer({source, clock, expose: source.expose, version: version ?? ''});
		const {url, port} = await demo.start();
		const real = await startRealPrometheus({scrape: {address: `127.0.0.1:${port}`, job: 'demo'}});
		try {
			const ask = async (base: string, query: string, time?: string) => {
				const parameters = new URLSearchParams({query, ...(time !== undefined && {time})});
				const answer = (await (await fetch(`${base}/api/v1/query?${parameters}`)).json()) as Answer;
				return new Map(
					answer.data.result.map(({metric, value}) => [Object.values(metric).sort().join(' '), Number(value[1])]),
				);
			};
			const scraped = `min(count_over_time(${dialect.requestsMetric}[1m]))`;
			while (([...(await ask(real.url, scraped)).values()][0] ?? 0) < 8) await pause(200);

			const rates = `sum by (${by})(rate(${requests}[6s]))`;
			const time = String(clock.nowMs() / 1000);
			const [measured, told] = [await ask(real.url, rates, time), await ask(url, rates, time)];
			expect([...measured.keys()].sort()).toEqual([...told.keys()].sort());
			expect(measured.size).toBe(4);
			for (const [key, rate] of told) {
				// The two scrape at different moments of each second, and counters are whole: in 6 s a request more or less
				// at either end, for each of the two callers, and what the rate itself changes in a second.
				expect(Math.abs((measured.get(key) ?? Number.NaN) - rate), key).toBeLessThan(0.05 * rate + 0.8);
			}
			const series = `count by (${by})({__name__=~"${all}"})`;
			expect(await ask(real.url, series)).toEqual(await ask(url, series));
		} finally {
			await real.stop();
			await demo.stop();
		}
	});
});

interface Answer {
	readonly data: {
		readonly result: readonly {
			readonly metric: Readonly<Record<string, string>>;
			readonly value: readonly [number, string];
		}[];
	};
}
