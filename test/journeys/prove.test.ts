import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {type Sre, startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 1, agoSeconds: 30});

/** What perch shows as proven: the errors of a row, the instant of its figures, and the PromQL of its series. */
interface Shown {
	readonly failedPerSecond: number;
	readonly requestsPerSecond: number;
	readonly seconds: string;
	readonly promql: string;
}

function shownBy(sre: Sre): Shown {
	const screen = sre.screen();
	const [, failed, requests] = /% = ([\d.]+) failed\/s ÷ ([\d.]+) requests\/s/.exec(screen) ?? [];
	const [, seconds = ''] = /time=([\d.]+)\)/.exec(screen) ?? [];
	const rows = sre.terminal.rows();
	const below = rows.slice(rows.findIndex(row => /raw by +the same time/.test(row)) + 1);
	const promql = below
		.slice(
			0,
			below.findIndex(row => row.trim() === ''),
		)
		.join('\n');
	return {failedPerSecond: Number(failed), requestsPerSecond: Number(requests), seconds, promql};
}

/** Asks the demo's Prometheus as an operator who pastes the rows of the query. */
async function pasted({promql, seconds}: Shown): Promise<{readonly failed: number; readonly requests: number}> {
	const parameters = new URLSearchParams({query: promql, time: seconds});
	const answer = await fetch(`${demo.prometheusUrl}/api/v1/query?${parameters}`);
	const {data, error} = (await answer.json()) as {
		readonly data?: {
			readonly result: readonly {readonly metric: Record<string, string>; readonly value: [number, string]}[];
		};
		readonly error?: string;
	};
	expect(error).toBeUndefined();
	const ofCallers = (data?.result ?? []).filter(({metric}) => metric.reporter === 'source');
	const sum = (some: typeof ofCallers) => some.reduce((total, {value: [, text]}) => total + Number(text), 0);
	return {
		failed: sum(ofCallers.filter(({metric}) => /^(?:5..|0)$/.test(metric.response_code ?? ''))),
		requests: sum(ofCallers),
	};
}

test('an operator proves the errors of checkout, sees the evidence of harm, and Prometheus, asked the same, says the same', async () => {
	await using sre = await startPerch(demo, {columns: 160, rows: 60});
	await sre.opens('shop/checkout');
	await sre.sees(/now +20 % of requests go to/);
	await sre.press('=');
	await sre.sees(/compared · errors/, /% = [\d.]+ % − [\d.]+ %/);
	await sre.sees(/evidence of harm, from [\d:]+ to [\d:]+ UTC: \d+ rows of 3 s/, /errors +[▁-▇]+ · .*needs ×200/);
	await sre.press('right', 'right', 'right', 'right');
	await sre.sees(/compared · p95/, /slow .*above \d+ ms · .*needs ×500 · worse since [\d:]+ UTC, by at least/);
	await sre.press('left', 'left', 'left', 'left');
	await sre.press('up', 'up', 'up');
	await sre.sees(/now · errors/, /failed\/s ÷/, /raw by +the same time/, /response_code=503/);
	// The display stands still while it is read.
	await sre.press('z');
	await sre.sees(/FROZEN/);
	const shown = shownBy(sre);
	const told = await pasted(shown);
	expect(shown.requestsPerSecond).toBeGreaterThan(0);
	expect(told.requests).toBeCloseTo(shown.requestsPerSecond, 1);
	expect(told.failed).toBeCloseTo(shown.failedPerSecond, 3);
	await sre.press('right', 'right', 'right', 'right');
	await sre.sees(/now · p95/, /rank +[\d.]+ = 0\.95 ×/, /istio_request_duration_milliseconds_bucket/);
	await sre.press('escape');
	await sre.sees(/now +20 % of requests go to/);
	await sre.leaves();
});
