import {connect} from 'node:http2';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {
	createPrometheusServer,
	type PrometheusServer,
} from '../../../../source/demo/prometheus/http/prometheus-server.ts';
import {fakeTls} from '../support/fake-tls.ts';
import {canaryShares, createWorld, startMs} from '../support/world.ts';

let server: PrometheusServer;
let url: string;
let world: ReturnType<typeof createWorld>;

beforeEach(async () => {
	world = createWorld();
	world.model.record(world.key, world.model.originMs, canaryShares(0.2));
	const {source, clock, grid} = world;
	server = createPrometheusServer({source, clock, scraping: grid, expose: source.expose, targets: source.targets});
	({url} = await server.start());
});
afterEach(() => server.stop());

interface Body {
	readonly status: string;
	readonly errorType?: string;
	readonly error?: string;
	readonly warnings?: readonly string[];
	readonly data?: unknown;
}

const get = async (path: string) => {
	const answer = await fetch(`${url}${path}`);
	return {status: answer.status, body: (await answer.json()) as Body};
};
const query = (promql: string, more = '') => get(`/api/v1/query?query=${encodeURIComponent(promql)}${more}`);

describe('the Prometheus of the demo answers', () => {
	it('a query by GET and by a POST form alike, in gzip where it is taken', async () => {
		const promql = 'sum by (destination_service_name)(rate(istio_requests_total{reporter="source"}[1m]))';
		const body = new URLSearchParams({query: promql});
		const posted = await fetch(`${url}/api/v1/query`, {method: 'POST', body});
		expect(posted.headers.get('content-encoding')).toBe('gzip');
		expect(await posted.json()).toEqual((await query(promql)).body);
		const plain = await fetch(`${url}/api/v1/query`, {method: 'POST', body, headers: {'accept-encoding': 'identity'}});
		expect(plain.headers.get('content-encoding')).toBeNull();
		expect(plain.headers.get('content-type')).toBe('application/json');
	});

	it('the names that a client looks for to find out about the mesh', async () => {
		const match = encodeURIComponent('{__name__=~"istio_requests_total|response_total|http_requests_total"}');
		const {body} = await get(`/api/v1/label/__name__/values?start=${startMs / 1000 - 600}&match[]=${match}`);
		expect(body).toEqual({status: 'success', data: ['istio_requests_total']});
		const {body: reporters} = await get('/api/v1/label/reporter/values');
		expect(reporters.data).toEqual(['destination', 'source']);
	});

	it('on connections that stay open between two questions, for as long as a real one keeps them', async () => {
		expect((await fetch(`${url}/api/v1/query?query=up`)).headers.get('keep-alive')).toBe('timeout=300');
	});

	it('series, labels and their limit', async () => {
		const match = encodeURIComponent('istio_requests_total{reporter="source",response_code="503"}');
		const {body} = await get(`/api/v1/series?match[]=${match}`);
		expect(body.data).toHaveLength(4);
		expect((await get(`/api/v1/series?match[]=${match}&limit=3`)).body).toMatchObject({
			data: [{}, {}, {}],
			warnings: ['results truncated due to limit'],
		});
		expect((await get('/api/v1/labels?match[]=up')).body.data).toEqual(['__name__', 'instance', 'job']);
		expect((await get('/api/v1/series')).body.error).toBe('no match[] parameter provided');
	});

	it('what is scraped and how often', async () => {
		expect((await get('/api/v1/targets?state=active')).body.data).toMatchObject({
			activeTargets: [{labels: {job: 'istio-proxies'}, health: 'up', scrapeInterval: '1s'}],
		});
		expect((await get('/api/v1/status/config')).body.data).toMatchObject({
			yaml: expect.stringContaining('scrape_interval: 1s'),
		});
		expect((await get('/api/v1/status/buildinfo')).body.data).toMatchObject({version: '2.42.0'});
		expect((await get('/api/v1/rules?type=record')).body.data).toEqual({groups: []});
		for (const path of ['/-/healthy', '/-/ready']) expect((await fetch(`${url}${path}`)).status).toBe(200);
	});

	it('its current samples as text without timestamps', async () => {
		const answer = await fetch(`${url}/metrics`);
		expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
		const lines = (await answer.text()).trimEnd().split('\n');
		expect(lines.filter(line => line.startsWith('# TYPE'))).toEqual([
			'# TYPE istio_requests_total counter',
			'# TYPE istio_request_duration_milliseconds histogram',
		]);
		expect(lines.filter(line => !line.startsWith('#')).every(line => /^\w+\{.*\} [\d.]+$/.test(line))).toBe(true);
		expect(lines.some(line => line.startsWith('up'))).toBe(false);
	});
});

describe('the Prometheus of the demo refuses', () => {
	it.each([
		[
			'/api/v1/query?query=sum(',
			400,
			'bad_data',
			'invalid parameter "query": 1:5: parse error: unexpected end of input',
		],
		[
			'/api/v1/query?query=up&time=now',
			400,
			'bad_data',
			'invalid parameter "time": cannot parse "now" to a valid timestamp',
		],
		[
			'/api/v1/query?query=bottomk(1,up)',
			422,
			'execution',
			"the demo's Prometheus does not support the aggregation bottomk",
		],
		[
			'/api/v1/query_range?query=up&start=10&end=5&step=1',
			400,
			'bad_data',
			'invalid parameter "end": end timestamp must not be before start time',
		],
		[
			'/api/v1/query_range?query=up&start=0&end=5&step=0',
			400,
			'bad_data',
			'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
		],
		[
			'/api/v1/query_range?query=up[1m]&start=0&end=5&step=1',
			400,
			'bad_data',
			'invalid expression type "range vector" for range query, must be Scalar or instant Vector',
		],
		[
			'/api/v1/query_range?query=up&start=0&end=11001&step=1',
			400,
			'bad_data',
			'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
		],
		['/api/v1/label/a-b/values', 400, 'bad_data', 'invalid label name: "a-b"'],
		[
			'/api/v1/query?query=sum(max_over_time(istio_request_duration_milliseconds_bucket[5m]))&timeout=1ms',
			503,
			'timeout',
			'query timed out in expression evaluation',
		],
	])('%s', async (path, status, errorType, error) => {
		// The last one needs many points, so that a millisecond cannot be enough for it.
		const long = path.includes('timeout=')
			? path.replace('query?', 'query_range?start=1795255000&end=1795265000&step=1&')
			: path;
		expect(await get(long)).toMatchObject({
			status,
			body: {status: 'error', errorType, error: expect.stringContaining(error)},
		});
	});

	it('no query of 10,999 steps', async () => {
		expect((await get('/api/v1/query_range?query=vector(1)&start=0&end=10999&step=1')).status).toBe(200);
	});

	it('other paths and methods', async () => {
		expect((await fetch(`${url}/api/v1/nothing`)).status).toBe(404);
		expect((await fetch(`${url}/api/v1/query?query=up`, {method: 'DELETE'})).status).toBe(405);
	});
});

describe('faults', () => {
	it('are told apart and end', async () => {
		server.faults.set({kind: 'too-many-samples'});
		expect(await query('up')).toMatchObject({status: 422, body: {errorType: 'execution'}});
		server.faults.set({kind: 'query-timeout'});
		expect(await query('up')).toMatchObject({status: 503, body: {errorType: 'timeout'}});
		server.faults.set({kind: 'bad-gateway'});
		const html = await fetch(`${url}/api/v1/query?query=up`);
		expect([html.status, html.headers.get('content-type')]).toEqual([502, 'text/html']);
		server.faults.set({kind: 'warnings', warnings: ['a store did not answer']});
		expect((await query('up')).body).toMatchObject({status: 'success', warnings: ['a store did not answer']});
		server.faults.set({kind: 'empty'});
		expect((await query('up')).body.data).toEqual({resultType: 'vector', result: []});
		server.faults.set({kind: 'value', value: 'NaN'});
		expect((await query('up')).body.data).toMatchObject({result: [{value: [startMs / 1000, 'NaN']}]});
		server.faults.clear();
		expect((await query('up')).body.data).toMatchObject({result: [{value: [startMs / 1000, '1']}]});
	});

	it('of kind down cut connections, old and new, until they end', async () => {
		await query('up');
		server.faults.set({kind: 'down'});
		await expect(query('up')).rejects.toThrow();
		// By now the client has to open a connection.
		await expect(query('up')).rejects.toThrow();
		expect(server.journal.entries().at(-1)?.status).toBe('cut');
		server.faults.clear();
		expect((await query('up')).status).toBe(200);
	});

	it('of kind scrape-stopped let answers go on, from samples that age', async () => {
		server.faults.set({kind: 'scrape-stopped'});
		world.goTo(startMs + 90_000);
		const age = async () => (await query('time() - max(timestamp(up))')).body.data;
		expect(await age()).toMatchObject({result: [{value: [startMs / 1000 + 90, '90']}]});
		server.faults.clear();
		expect(await age()).toMatchObject({result: [{value: [startMs / 1000 + 90, '0']}]});
	});

	it('of kind slow delay answers beyond the patience of a client', async () => {
		server.faults.set({kind: 'slow', afterMs: 60_000});
		await expect(fetch(`${url}/api/v1/query?query=up`, {signal: AbortSignal.timeout(50)})).rejects.toThrow('timeout');
		server.faults.clear();
		expect((await query('up')).status).toBe(200);
	});
});

it('the Prometheus of the demo records its requests', async () => {
	await query('up', '&time=5');
	await query('sum(');
	expect(server.journal.count('/api/v1/query')).toBe(2);
	expect(server.journal.entries()).toEqual([
		{atMs: startMs, method: 'GET', path: '/api/v1/query', parameters: {query: 'up', time: '5'}, status: 200},
		{atMs: startMs, method: 'GET', path: '/api/v1/query', parameters: {query: 'sum('}, status: 400},
	]);
});

it('the Prometheus of the demo speaks HTTP/2 over TLS where it has a certificate', async () => {
	const {source, clock} = world;
	const tls = await fakeTls();
	const secure = createPrometheusServer({source, clock, tls});
	const {url: secureUrl} = await secure.start();
	const session = connect(secureUrl, {ca: tls.cert});
	try {
		const stream = session.request({':path': '/api/v1/query?query=vector(1)'});
		let text = '';
		for await (const chunk of stream.setEncoding('utf8')) text += chunk;
		expect(session.alpnProtocol).toBe('h2');
		expect(JSON.parse(text)).toMatchObject({status: 'success', data: {result: [{value: [startMs / 1000, '1']}]}});
	} finally {
		session.destroy();
		await secure.stop();
	}
});
