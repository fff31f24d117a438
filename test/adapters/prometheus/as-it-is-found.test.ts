import {describe, expect, test} from 'vitest';
import {never, withServer} from './support/clients.ts';
import {forbiddenPost, foundServer, names, noPage, type Oddities} from './support/found-server.ts';
import {json, page, type Script} from './support/scripted-server.ts';

const istio = ['istio_requests_total'];
const series = {istio_requests_total: [[{reporter: 'source', job: 'envoy'}, '80']]} as const;

describe('a proxy that lets GET alone pass', () => {
	test.each([
		['forbids POST with 403', forbiddenPost],
		['knows no POST, 404', noPage],
		['allows no POST, 405', page(405)],
		['has no POST, 501', page(501)],
		['answers POST with a page of 400', page(400)],
		['wants a length, 411', page(411)],
	] as const)('that %s is asked by GET, and from then on by nothing else', async (_what, post) => {
		await withServer(foundServer({post, queries: series}), async (client, server) => {
			for (let turn = 0; turn < 3; turn += 1) {
				const answer = await client.instant({promql: 'istio_requests_total'}, never);
				expect(answer).toMatchObject({ok: true, value: {samples: [{value: 80}], warnings: []}});
			}
			expect(server.received.map(({method}) => method)).toEqual(['POST', 'GET', 'GET', 'GET']);
		});
	});

	test('that refuses GET as well is told as it refused, and POST stays the way', async () => {
		await withServer(page(403), async (client, server) => {
			for (let turn = 0; turn < 2; turn += 1) {
				expect(await client.instant({promql: 'up'}, never)).toMatchObject({ok: false, error: {kind: 'forbidden'}});
			}
			expect(server.received.map(({method}) => method)).toEqual(['POST', 'GET', 'POST', 'GET']);
		});
	});

	test('a query that Prometheus itself refuses is not asked again', async () => {
		const refused = json({status: 'error', errorType: 'bad_data', error: 'parse error'}, 400);
		await withServer(refused, async (client, server) => {
			expect(await client.instant({promql: 'up'}, never)).toMatchObject({ok: false, error: {kind: 'badQuery'}});
			expect(server.received).toHaveLength(1);
		});
	});
});

describe('lists of label values that are not to be had', () => {
	const lists: readonly (readonly [string, Script])[] = [
		['are not there, 404', noPage],
		['are forbidden, 403', page(403)],
		['are refused, 400', json({status: 'error', errorType: 'bad_data', error: 'match[] is not supported'}, 400)],
		['are null', json({status: 'success', data: null})],
		['are empty', names()],
	];

	test.each(lists)('that %s: the names are what queries find', async (_what, script) => {
		await withServer(foundServer({lists: script, queries: series}), async client => {
			expect(await client.inventory([...istio, 'response_total'], ['reporter'], never)).toEqual({
				ok: true,
				value: {metricNames: istio, labelValues: {reporter: ['source']}},
			});
		});
	});

	test.each(lists)('that %s: a metric that no query finds is not there', async (_what, script) => {
		await withServer(foundServer({lists: script}), async client => {
			const nothing = {ok: true, value: {metricNames: [], labelValues: {}}};
			expect(await client.inventory(istio, [], never)).toEqual(nothing);
		});
	});

	test('of a server that is down are no empty lists', async () => {
		await withServer(foundServer({lists: page(503), queries: series}), async client => {
			expect(await client.inventory(istio, [], never)).toMatchObject({ok: false, error: {kind: 'unavailable'}});
		});
	});
});

describe('what comes beside an answer', () => {
	const note = 'PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "x" (1:5)';
	const warningsOf = (extra: Oddities['extra']) =>
		withServer(foundServer({queries: series, ...(extra && {extra})}), async client => {
			const answer = await client.instant({promql: 'istio_requests_total'}, never);
			return answer.ok ? answer.value.warnings : answer;
		});

	test('a note on how the query is written makes no answer partial', async () => {
		expect(await warningsOf({warnings: [note]})).toEqual([]);
		expect(await warningsOf({infos: [note]})).toEqual([]);
		expect(await warningsOf({warnings: null, infos: null, errorType: '', error: ''})).toEqual([]);
	});

	test('a store that did not answer does, beside a note as well', async () => {
		const partial = 'receive series from Addr: 10.0.0.7:10901: rpc error: code = Unavailable';
		expect(await warningsOf({warnings: [note, partial]})).toEqual([partial]);
		const mixed = 'PromQL warning: encountered a mix of histograms and floats for aggregation (1:1)';
		expect(await warningsOf({warnings: [mixed]})).toEqual([mixed]);
	});
});

test('a result that is null is an empty one', async () => {
	await withServer(foundServer({queries: {istio_requests_total: null}}), async client => {
		expect(await client.instant({promql: 'istio_requests_total'}, never)).toMatchObject({
			ok: true,
			value: {samples: [], warnings: []},
		});
	});
	const range = json({status: 'success', data: {resultType: 'matrix', result: null}});
	await withServer(range, async client => {
		const asked = {
			promql: 'istio_requests_total',
			startMs: 1_790_000_000_000,
			endMs: 1_790_000_060_000,
			stepSeconds: 15,
		};
		expect(await client.range(asked, never)).toEqual({ok: true, value: {instants: [], warnings: []}});
	});
});

test('a scalar that is null is malformed', async () => {
	const scalar = json({status: 'success', data: {resultType: 'scalar', result: null}});
	await withServer(scalar, async client => {
		expect(await client.instant({promql: 'time()'}, never)).toMatchObject({ok: false, error: {kind: 'malformed'}});
	});
});
