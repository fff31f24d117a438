import {expect, test} from 'vitest';
import {metricsError} from '../../../source/adapters/prometheus/failures.ts';
import {createPrometheus} from '../../../source/adapters/prometheus/prometheus.ts';
import {createProxiedRoute, type FetchThrough} from '../../../source/adapters/prometheus/proxied-route.ts';
import {err, ok} from '../../../source/domain/result.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import {never} from './support/clients.ts';

const empty = JSON.stringify({status: 'success', data: {resultType: 'vector', result: []}});

test('a question is sent as a path and a query, and the answer is read as from Prometheus itself', async () => {
	const asked: Parameters<FetchThrough>[0][] = [];
	const client = through(async request => {
		asked.push(request);
		return ok({status: 200, contentType: 'application/json', body: empty});
	});
	expect(await client.instant({promql: 'sum(rate(x{a="b"}[1m]))'}, never)).toMatchObject({
		ok: true,
		value: {samples: []},
	});
	expect(asked).toEqual([
		{
			path: '/api/v1/query',
			query: 'query=sum%28rate%28x%7Ba%3D%22b%22%7D%5B1m%5D%29%29&timeout=5s&nocache=1',
			maximumBytes: 8_388_608,
		},
	]);
	expect(client.source).toBe('istio-system/prometheus');
});

test('an error of the proxy is passed on unchanged', async () => {
	const forbidden = metricsError('forbidden', safe`get services/proxy`, 403);
	const client = through(async () => err(forbidden));
	expect(await client.instant({promql: 'up'}, never)).toEqual({ok: false, error: forbidden});
});

test('a page of the API server is reported as unavailable', async () => {
	const client = through(async () => ok({status: 503, contentType: 'text/plain', body: 'no endpoints available'}));
	expect(await client.instant({promql: 'up'}, never)).toMatchObject({
		ok: false,
		error: {kind: 'unavailable', status: 503},
	});
});

test('a question too long for a URL is refused before it is sent, and the error says what helps', async () => {
	const client = through(async () => {
		throw new Error('sent');
	});
	const answer = await client.instant({promql: `up{a=~"${'x|'.repeat(2_000)}"}`}, never);
	expect(answer).toMatchObject({
		ok: false,
		error: {kind: 'tooMuch', message: expect.stringContaining('--prometheus URL')},
	});
});

test('an answer above the cap is refused', async () => {
	const client = through(async () => ok({status: 200, contentType: 'application/json', body: empty.padEnd(2_000)}));
	expect(await client.instant({promql: 'up', maximumBytes: 1_000}, never)).toMatchObject({error: {kind: 'tooMuch'}});
	expect(await client.instant({promql: 'up', maximumBytes: 2_000}, never)).toMatchObject({ok: true});
});

test('the deadline holds for a proxy that never answers', async () => {
	const client = through(() => new Promise(() => {}), 30);
	expect(await client.instant({promql: 'up'}, never)).toMatchObject({ok: false, error: {kind: 'timeout'}});
});

test('a cancelled question is cancelled in the proxy as well', async () => {
	const controller = new AbortController();
	const seen: AbortSignal[] = [];
	const client = through((_request, signal) => {
		seen.push(signal);
		controller.abort();
		return new Promise(() => {});
	});
	expect(await client.instant({promql: 'up'}, controller.signal)).toMatchObject({error: {kind: 'cancelled'}});
	expect(seen.map(signal => signal.aborted)).toEqual([true]);
});

function through(fetchThrough: FetchThrough, deadlineMs = 5_000) {
	const route = createProxiedRoute(safe`istio-system/prometheus`, fetchThrough);
	return createPrometheus({route, nowMs: () => 0, deadlineMs});
}
