import {describe, expect, test} from 'vitest';
import type {MetricsPort} from '../../../source/ports/metrics.ts';
import {never, ourNowMs, withServer} from './support/clients.ts';
import {json, page, type Script, vector} from './support/scripted-server.ts';

const ask = (client: MetricsPort) => client.instant({promql: 'up'}, never);
const answerTo = (script: Script) => withServer(script, ask);
const failed = (status: number, errorType: string, error: string) => json({status: 'error', errorType, error}, status);

const answered = (series: object) => ({status: 'success', data: {resultType: 'vector', result: [series]}});

describe('answers of Prometheus', () => {
	const answers: readonly (readonly [string, Script])[] = [
		['a value', vector('1.5')],
		['NaN', vector('NaN')],
		['infinities', vector('+Inf', '-Inf')],
		['nothing', vector()],
		['warnings', json({status: 'success', warnings: ['store down'], data: {resultType: 'vector', result: []}})],
		['422', failed(422, 'execution', 'many-to-many matching not allowed')],
		['503', failed(503, 'unavailable', 'TSDB not ready')],
		['a page', page(502)],
	];

	test('perch tells each kind of answer apart from all others', async () => {
		const seen = await Promise.all(answers.map(async ([, script]) => describeAnswer(await answerTo(script))));
		expect(seen).toEqual([
			'values 1.5',
			'values NaN',
			'values Infinity,-Infinity',
			'values ',
			'values  warning: store down',
			'badQuery 422: the query cannot be executed (422): many-to-many matching not allowed',
			'unavailable 503: cannot answer (503): TSDB not ready',
			'unavailable 502: 502 Bad Gateway with a page that is no Prometheus answer (text/html)',
		]);
		expect(new Set(seen).size).toBe(answers.length);
	});

	test.each([
		[
			'a query that does not parse',
			json({status: 'error', errorType: 'bad_data', error: 'parse error'}, 400),
			'badQuery',
			400,
		],
		[
			'too many samples',
			failed(422, 'execution', 'query processing would load too many samples into memory'),
			'tooMuch',
			422,
		],
		['a query that took too long', failed(503, 'timeout', 'query timed out in expression evaluation'), 'timeout', 503],
		[
			'an error type that is a number',
			json({status: 'error', errorType: 422, error: 'cannot parse'}, 422),
			'badQuery',
			422,
		],
		['a page in place of an answer', page(200), 'malformed', 200],
		['no such address', page(404), 'malformed', 404],
		['credentials refused', page(401), 'unauthorized', 401],
		['credentials without the right', failed(403, 'x', 'x'), 'forbidden', 403],
		['too many requests', page(429), 'unavailable', 429],
		[
			'a value that is no number',
			json({status: 'success', data: {resultType: 'vector', result: [{metric: {}, value: [1, 'lots']}]}}),
			'malformed',
			null,
		],
		[
			'a series without labels',
			json({status: 'success', data: {resultType: 'vector', result: [{value: [1, '2']}]}}),
			'malformed',
			null,
		],
		[
			'an unknown kind of result',
			json({status: 'success', data: {resultType: 'tensor', result: []}}),
			'malformed',
			null,
		],
		[
			'a native histogram without a count',
			json(answered({metric: {}, histogram: [1, {buckets: []}]})),
			'malformed',
			null,
		],
		[
			'a native histogram with a bucket that is none',
			json(answered({metric: {}, histogram: [1, {count: '1', buckets: [[0, '1', '2']]}]})),
			'malformed',
			null,
		],
		['a list', json([]), 'malformed', 200],
		['null', json(null), 'malformed', 200],
	] as const)('%s is reported as the right error', async (_what, script, kind, status) => {
		expect(await answerTo(script)).toMatchObject({ok: false, error: {kind, status}});
	});

	test('a partial answer of several servers carries a warning', async () => {
		const script = json({status: 'success', isPartial: true, data: {resultType: 'vector', result: []}});
		expect(await answerTo(script)).toMatchObject({
			ok: true,
			value: {warnings: ['a part of the servers did not answer']},
		});
	});

	test('a redirect is refused, and its target is not asked', async () => {
		await withServer(vector('1'), async (_other, elsewhere) => {
			const redirect: Script = (_request, response) => {
				response.writeHead(302, {location: `${elsewhere.url}/api/v1/query`}).end();
			};
			const answer = await answerTo(redirect);
			expect(answer).toMatchObject({ok: false, error: {kind: 'malformed', status: 302}});
			expect(JSON.stringify(answer)).not.toContain(elsewhere.url);
			expect(elsewhere.received).toEqual([]);
		});
	});

	test('a refused connection and one that breaks off are reported as unreachable', async () => {
		const gone = await withServer(vector('1'), async (client, server) => {
			await server.close();
			return ask(client);
		});
		expect(gone).toMatchObject({ok: false, error: {kind: 'unreachable', message: 'connection refused'}});
		const broken: Script = (_request, response) => {
			response.writeHead(200, {'content-type': 'application/json', 'content-length': '1000'}).write('{"status":');
			setImmediate(() => response.destroy());
		};
		expect(await answerTo(broken)).toMatchObject({ok: false, error: {kind: 'unreachable'}});
	});
});

test('a server that refuses POST is asked by GET from then on', async () => {
	const readsOnly: Script = (request, response) =>
		(request.method === 'GET' ? vector('1') : page(405))(request, response);
	await withServer(readsOnly, async (client, server) => {
		expect(await ask(client)).toMatchObject({ok: true});
		expect(await ask(client)).toMatchObject({ok: true});
		expect(server.received.map(({method}) => method)).toEqual(['POST', 'GET', 'GET']);
		expect(Object.fromEntries(server.received[1]?.parameters ?? [])).toEqual({
			query: 'up',
			timeout: '5s',
			nocache: '1',
		});
	});
});

describe('the time of an answer', () => {
	test('is the time of the server, at which the server evaluates', async () => {
		await withServer(vector('1'), async (client, server) => {
			expect(await ask(client)).toMatchObject({ok: true, value: {atMs: 1_790_000_000_250}});
			const [request] = server.received;
			expect(request).toMatchObject({method: 'POST', path: '/api/v1/query'});
			expect(Object.fromEntries(request?.parameters ?? [])).toEqual({query: 'up', timeout: '5s', nocache: '1'});
		});
	});

	test('is, for an empty answer, the time at which the server sent it, or else the local time', async () => {
		const dated: Script = (request, response) => {
			response.setHeader('date', 'Mon, 21 Sep 2026 14:13:20 GMT');
			return vector()(request, response);
		};
		expect(await answerTo(dated)).toMatchObject({ok: true, value: {atMs: 1_790_000_000_000}});
		const undated: Script = (request, response) => {
			response.sendDate = false;
			return vector()(request, response);
		};
		expect(await answerTo(undated)).toMatchObject({ok: true, value: {atMs: ourNowMs}});
	});

	test('groups the samples of a range by instant, in order', async () => {
		const result = [
			{
				metric: {code: '200'},
				values: [
					[1_790_000_015, '2'],
					[1_790_000_030, '+Inf'],
				],
			},
			{
				metric: {code: '503'},
				values: [
					[1_790_000_000, '1'],
					[1_790_000_015, 'NaN'],
				],
			},
		];
		await withServer(json({status: 'success', data: {resultType: 'matrix', result}}), async (client, server) => {
			const question = {promql: 'x', startMs: 1_790_000_000_000, endMs: 1_790_000_030_000, stepSeconds: 15};
			const answer = await client.range(question, never);
			expect(answer.ok && answer.value.instants).toEqual([
				{atMs: 1_790_000_000_000, samples: [{labels: {code: '503'}, value: 1}]},
				{
					atMs: 1_790_000_015_000,
					samples: [
						{labels: {code: '200'}, value: 2},
						{labels: {code: '503'}, value: Number.NaN},
					],
				},
				{atMs: 1_790_000_030_000, samples: [{labels: {code: '200'}, value: Number.POSITIVE_INFINITY}]},
			]);
			expect(server.received[0]?.path).toBe('/api/v1/query_range');
		});
	});
});

test('a range in answer to an instant query, or the other way round, is malformed', async () => {
	const matrix = json({status: 'success', data: {resultType: 'matrix', result: []}});
	expect(await answerTo(matrix)).toMatchObject({ok: false, error: {kind: 'malformed'}});
	const question = {promql: 'up', startMs: 1_000, endMs: 2_000, stepSeconds: 1};
	const answer = await withServer(vector('1'), client => client.range(question, never));
	expect(answer).toMatchObject({ok: false, error: {kind: 'malformed'}});
});

test('control characters and look-alike letters in labels are escaped', async () => {
	const metric = {service: 'a\u001b]52;c;AAAA\u0007b', cyrillic: 'сart'};
	const script = json({status: 'success', data: {resultType: 'vector', result: [{metric, value: [1, '1']}]}});
	const answer = await answerTo(script);
	const labels = answer.ok ? answer.value.samples[0]?.labels : null;
	expect(Object.values(labels ?? {}).join('')).toMatch(/^[ -~]+$/);
	expect(labels).toMatchObject({service: expect.stringContaining('a^['), cyrillic: expect.not.stringContaining('с')});
});

function describeAnswer(answer: Awaited<ReturnType<typeof ask>>): string {
	if (!answer.ok)
		return `${answer.error.kind}${answer.error.status ? ` ${answer.error.status}` : ''}: ${answer.error.message}`;
	const {samples, warnings} = answer.value;
	return `values ${samples.map(({value}) => value).join(',')}${warnings.map(warning => ` warning: ${warning}`).join('')}`;
}
