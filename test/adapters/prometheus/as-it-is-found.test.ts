import {describe, expect, test} from 'vitest';
import {never, withServer} from './support/clients.ts';
import {forbiddenPost, foundServer, names, noPage, type Oddities} from './support/found-server.ts';
import {json, page, type Script} from './support/scripted-server.ts';

const istio = ['istio_requests_total'];
const series = {istio_requests_total: [[{reporter: 'source', job: 'envoy'}, '80']]} as const;

describe('a server behind a proxy', () => {
	test.each([
		['forbids POST with 403', forbiddenPost],
		['knows no POST, 404', noPage],
		['allows no POST, 405', page(405)],
		['has no POST, 501', page(501)],
		['answers POST with a page of 400', page(400)],
		['wants a length, 411', page(411)],
	] as const)('that %s is asked by GET, and only by GET from then on', async (_what, post) => {
		await withServer(foundServer({post, queries: series}), async (client, server) => {
			for (let turn = 0; turn < 3; turn += 1) {
				const answer = await client.instant({promql: 'istio_requests_total'}, never);
				expect(answer).toMatchObject({ok: true, value: {samples: [{value: 80}], warnings: []}});
			}
			expect(server.received.map(({method}) => method)).toEqual(['POST', 'GET', 'GET', 'GET']);
		});
	});

	test('that refuses POST and GET is reported as forbidden, and POST is still tried first', async () => {
		await withServer(page(403), async (client, server) => {
			for (let turn = 0; turn < 2; turn += 1) {
				expect(await client.instant({promql: 'up'}, never)).toMatchObject({ok: false, error: {kind: 'forbidden'}});
			}
			expect(server.received.map(({method}) => method)).toEqual(['POST', 'GET', 'POST', 'GET']);
		});
	});

	test('that passes a refusal of Prometheus itself is not asked again', async () => {
		const refused = json({status: 'error', errorType: 'bad_data', error: 'parse error'}, 400);
		await withServer(refused, async (client, server) => {
			expect(await client.instant({promql: 'up'}, never)).toMatchObject({ok: false, error: {kind: 'badQuery'}});
			expect(server.received).toHaveLength(1);
		});
	});
});

describe('lists of label values', () => {
	const lists: readonly (readonly [string, Script])[] = [
		['are not there, 404', noPage],
		['are forbidden, 403', page(403)],
		['are refused, 400', json({status: 'error', errorType: 'bad_data', error: 'match[] is not supported'}, 400)],
		['are null', json({status: 'success', data: null})],
		['are empty', names()],
	];

	test.each(lists)('that %s are replaced by the names that queries find', async (_what, script) => {
		await withServer(foundServer({lists: script, queries: series}), async client => {
			expect(await client.metricNames([...istio, 'response_total'], never)).toEqual({
				ok: true,
				value: istio,
			});
		});
	});

	test.each(lists)('that %s leave out a metric that no query finds', async (_what, script) => {
		await withServer(foundServer({lists: script}), async client => {
			expect(await client.metricNames(istio, never)).toEqual({ok: true, value: []});
		});
	});

	test('of a server that is down are an error, not empty lists', async () => {
		await withServer(foundServer({lists: page(503), queries: series}), async client => {
			expect(await client.metricNames(istio, never)).toMatchObject({ok: false, error: {kind: 'unavailable'}});
		});
	});
});

describe('a warning beside an answer', () => {
	const note = 'PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "x" (1:5)';
	const warningsOf = (extra: Oddities['extra']) =>
		withServer(foundServer({queries: series, ...(extra && {extra})}), async client => {
			const answer = await client.instant({promql: 'istio_requests_total'}, never);
			return answer.ok ? answer.value.warnings : answer;
		});

	test('is dropped when it is only a note on how the query is written', async () => {
		expect(await warningsOf({warnings: [note]})).toEqual([]);
		expect(await warningsOf({infos: [note]})).toEqual([]);
		expect(await warningsOf({warnings: null, infos: null, errorType: '', error: ''})).toEqual([]);
	});

	test('is kept when a store did not answer, also beside such a note', async () => {
		const partial = 'receive series from Addr: 10.0.0.7:10901: rpc error: code = Unavailable';
		expect(await warningsOf({warnings: [note, partial]})).toEqual([partial]);
		const mixed = 'PromQL warning: encountered a mix of histograms and floats for aggregation (1:1)';
		expect(await warningsOf({warnings: [mixed]})).toEqual([mixed]);
	});
});

test('a result that is null is read as an empty one', async () => {
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
		expect(await client.range(asked, never)).toMatchObject({ok: true, value: {instants: [], warnings: []}});
	});
});

test('a scalar that is null is malformed', async () => {
	const scalar = json({status: 'success', data: {resultType: 'scalar', result: null}});
	await withServer(scalar, async client => {
		expect(await client.instant({promql: 'time()'}, never)).toMatchObject({ok: false, error: {kind: 'malformed'}});
	});
});

describe('the scrape interval of series that no target here has', () => {
	const ofUp = [
		[{job: 'federate'}, '60'],
		[{job: 'node'}, '15'],
		[{job: 'kubelet'}, '15'],
	] as const;
	const intervalOf = (oddities: Oddities) =>
		withServer(foundServer(oddities), client => client.scrapeIntervalSeconds(never, istio));

	test('is measured on the series, where `up` knows nothing of their job', async () => {
		const series = {'up[10m]': ofUp, 'istio_requests_total"}[10m]': [[{job: 'envoy-stats'}, '59.8']]} as const;
		expect(await intervalOf({lists: names('envoy-stats'), queries: series})).toEqual({ok: true, value: 60});
	});

	test('is measured on the series, where there is no `up` at all', async () => {
		const series = {
			'istio_requests_total"}[10m]': [
				[{job: 'a'}, '30'],
				[{}, '60'],
			],
		} as const;
		expect(await intervalOf({lists: names('a'), queries: series})).toEqual({ok: true, value: 60});
	});

	test('is taken from most jobs, where the series carry no job', async () => {
		const rates = [
			[{reporter: 'source'}, '80'],
			[{reporter: 'destination'}, '2'],
		] as const;
		expect(await intervalOf({lists: noPage, queries: {'up[10m]': ofUp, istio_requests_total: rates}})).toEqual({
			ok: true,
			value: 15,
		});
	});
});

describe('matchers of the configuration', () => {
	const matchers = {cluster: 'prod "eu1"\\', region: '=~.*'};
	const written = 'cluster="prod \\"eu1\\"\\\\",region="=~.*"}';

	test('are in every selector of the questions for names and intervals, escaped', async () => {
		await withServer(
			foundServer({}),
			async (client, server) => {
				await client.metricNames(istio, never);
				await client.labelNames(istio, never);
				await client.scrapeIntervalSeconds(never, istio);
				const texts = server.received.flatMap(({parameters}) => [
					...parameters.getAll('query'),
					...parameters.getAll('match[]'),
				]);
				const selecting = texts.filter(text => text !== 'time()');
				expect(selecting.length).toBeGreaterThan(6);
				for (const text of selecting) {
					expect(text.split(written).length, text).toBe(text.split('{').length);
					expect(text).toContain('{');
				}
			},
			{matchers},
		);
	});
});
