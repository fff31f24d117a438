import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {bucketsOfNative} from '../../../source/meshes/native-buckets.ts';
import {histogramQuantile} from '../../../source/statistics/histogram.ts';
import {never, withServer} from './support/clients.ts';
import type {Script} from './support/scripted-server.ts';

interface Recorded {
	readonly status: number;
	readonly contentType: string;
	readonly body: unknown;
}

/** Answers of real servers, with long lists shortened. */
const recorded: Readonly<Record<string, Recorded>> = JSON.parse(
	readFileSync(new URL('../../fixtures/prometheus-wire/answers.json', import.meta.url), 'utf8'),
);

test.each([
	['prometheus-3/warning-rate-of-gauge', '1 sample'],
	['prometheus-3/warning-mixed-histograms', '0 samples, warned: PromQL warning: encountered a mix of histograms'],
	['prometheus-3/limit-one', '1 sample, warned: results truncated due to limit'],
	['prometheus-3/timeout', 'timeout 422: the query took too long (422): expanding series: context deadline'],
	['prometheus-3/execution-error-too-many-samples', 'tooMuch 422'],
	['prometheus-3-with-dead-remote-read/instant-vector', '2 samples, warned: '],
	['prometheus-2.42-with-dead-remote-read/instant-vector', '2 samples, warned: '],
	['victoriametrics/instant-vector', '2 samples'],
	['victoriametrics/time-now', '1 sample'],
	['victoriametrics/scalar', '1 sample'],
	['victoriametrics/infinity', '1 sample'],
	['victoriametrics/empty', '0 samples'],
	['victoriametrics/query-error', 'badQuery 400'],
	['victoriametrics/execution-error-too-many-samples', 'tooMuch 422'],
	['victoriametrics/not-found', 'malformed 400'],
])('%s is read as: %s', async (name, read) => {
	await withServer(playback(name), async client => {
		const answer = await client.instant({promql: 'anything'}, never);
		const told = answer.ok
			? [
					`${answer.value.samples.length} sample${answer.value.samples.length === 1 ? '' : 's'}`,
					...answer.value.warnings.map(warning => `warned: ${warning}`),
				].join(', ')
			: `${answer.error.kind} ${answer.error.status}: ${answer.error.message}`;
		if (read.endsWith('sample') || read.endsWith('samples')) expect(told).toBe(read);
		else expect(told).toContain(read);
	});
});

test('native histograms are read as histograms, and give the quantile that the server itself says', async () => {
	await withServer(playback('prometheus-3/native-rate'), async client => {
		const answer = await client.instant({promql: 'anything'}, never);
		const samples = answer.ok ? answer.value.samples : [];
		expect(samples.map(({labels, value}) => [labels.code, value])).toEqual([
			['200', Number.NaN],
			['503', Number.NaN],
		]);
		// `native-quantile` of the same instant: 0.95 of each code, which the server reads by powers and not by a line.
		const quantiles = samples.map(
			({histogram}) => histogram && histogramQuantile(bucketsOfNative(histogram, 1_000), 0.95),
		);
		expect(quantiles).toEqual([
			{kind: 'value', valueMs: expect.closeTo(33.03, 1)},
			{kind: 'value', valueMs: expect.closeTo(32.92, 1)},
		]);
	});
});

test('native histograms of a range are read at each instant', async () => {
	await withServer(playback('prometheus-2.42/native-range'), async client => {
		const range = {promql: 'anything', startMs: 1_795_920_853_000, endMs: 1_795_920_913_000, stepSeconds: 30};
		const answer = await client.range(range, never);
		const instants = answer.ok ? answer.value.instants : [];
		expect(instants.map(({atMs}) => atMs)).toEqual([1_795_920_853_000, 1_795_920_883_000, 1_795_920_913_000]);
		expect(instants[0]?.samples[0]?.histogram?.count).toBeCloseTo(4.5564, 4);
		for (const {samples} of instants)
			for (const {histogram} of samples)
				expect(histogram?.buckets.reduce((sum, {count}) => sum + count, 0)).toBeCloseTo(histogram?.count ?? 0, 6);
	});
});

test.each(['prometheus-3', 'victoriametrics'])('perch reads the metric names that %s lists', async server => {
	const lists = playback(`${server}/label-values`);
	const script: Script = (request, response) =>
		(request.path.startsWith('/api/v1/label/') ? lists : playback('victoriametrics/time-now'))(request, response);
	await withServer(script, async client => {
		expect(await client.metricNames(['http_requests_total', 'istio_requests_total'], never)).toMatchObject({
			value: expect.arrayContaining(['http_requests_total']),
		});
	});
});

function playback(name: string): Script {
	return (_request, response) => {
		const {status, contentType, body} = recorded[name] ?? {status: 500, contentType: '', body: ''};
		response.writeHead(status, {'content-type': contentType});
		response.end(typeof body === 'string' ? body : JSON.stringify(body));
	};
}

test('every query asks VictoriaMetrics for its newest samples, not for those of 30 s ago', async () => {
	const script: Script = (request, response) => {
		const isPresent = request.parameters.get('nocache') === '1';
		return playback(isPresent ? 'victoriametrics/time-now-nocache' : 'victoriametrics/time-now')(request, response);
	};
	await withServer(script, async (client, server) => {
		expect(await client.instant({promql: 'time()'}, never)).toMatchObject({
			value: {samples: [{value: 1_795_922_313}]},
		});
		await client.range({promql: 'time()', startMs: 1_000, endMs: 2_000, stepSeconds: 1}, never);
		expect(server.received.map(({parameters}) => parameters.get('nocache'))).toEqual(['1', '1']);
	});
});
