import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {createPrometheusServer, type PrometheusServer} from '../../../source/demo/prometheus/http/prometheus-server.ts';
import {describeDifference} from './support/compare-answers.ts';
import {instantOnlyQueries, languageQueries, refusedQueries} from './support/language-queries.ts';
import {createMemorySource} from './support/memory-source.ts';
import {freshnessQueries, perchQueries} from './support/perch-queries.ts';
import {installedPrometheusVersion, type RealPrometheus, startRealPrometheus} from './support/real-prometheus.ts';
import {alignedMs, endMs, storedWorld} from './support/stored-world.ts';

const version = installedPrometheusVersion();

describe.runIf(version !== undefined)(`the same samples in a real Prometheus ${version} and in the demo's`, () => {
	let real: RealPrometheus;
	let demo: PrometheusServer;
	let demoUrl: string;

	beforeAll(async () => {
		const stored = storedWorld();
		real = await startRealPrometheus({stored});
		const source = createMemorySource(stored);
		demo = createPrometheusServer({source, clock: {nowMs: () => endMs}, version: version ?? ''});
		demoUrl = (await demo.start()).url;
	});
	afterAll(async () => {
		await real?.stop();
		await demo?.stop();
	});

	const ask = async (base: string, path: string, parameters: Readonly<Record<string, string>>) => {
		const answer = await fetch(`${base}/api/v1/${path}`, {method: 'POST', body: new URLSearchParams(parameters)});
		return {status: answer.status, body: (await answer.json()) as Record<string, unknown>};
	};
	const askBoth = async (path: string, parameters: Readonly<Record<string, string>>) => {
		const [expected, actual] = await Promise.all([ask(real.url, path, parameters), ask(demoUrl, path, parameters)]);
		return {expected, actual};
	};

	const atSeconds = [alignedMs, endMs, endMs - 5_000, endMs - 61_000, endMs - 600_000, endMs + 200_000].map(ms =>
		String(ms / 1000),
	);
	const queries = [...perchQueries, ...freshnessQueries, ...languageQueries];

	it.each([...queries, ...instantOnlyQueries])('give the same answer at one time: %s', async query => {
		for (const time of atSeconds) {
			const {expected, actual} = await askBoth('query', {query, time});
			expect(expected.status, JSON.stringify(expected.body)).toBe(200);
			expect(describeDifference(expected, actual), `at ${time}`).toBe('none');
		}
	});

	it.each(queries)('give the same answer over a range: %s', async query => {
		const start = String(endMs / 1000 - 1800);
		const {expected, actual} = await askBoth('query_range', {query, start, end: String(endMs / 1000), step: '37'});
		expect(expected.status, JSON.stringify(expected.body)).toBe(200);
		expect(describeDifference(expected, actual)).toBe('none');
	});

	it.each(refusedQueries)('are refused alike for: %s', async query => {
		const {expected, actual} = await askBoth('query', {query, time: atSeconds[0] ?? ''});
		expect(expected.status).toBeGreaterThanOrEqual(400);
		expect([actual.status, actual.body.errorType]).toEqual([expected.status, expected.body.errorType]);
	});

	it('answer with samples, so that these tests do not pass by finding nothing', async () => {
		let samples = 0;
		for (const query of perchQueries) {
			const {body} = await ask(real.url, 'query', {query, time: String(endMs / 1000)});
			samples += (body.data as {readonly result: readonly unknown[]}).result.length;
		}
		expect(samples).toBeGreaterThan(perchQueries.length * 3);
	});
});
