import {describe, expect, test} from 'vitest';
import {never, withServer} from './support/clients.ts';
import {json, page, type Script} from './support/scripted-server.ts';

const serverSeconds = 1_790_000_000;
const istio = ['istio_requests_total'];

/** A server that answers each path by its own script, and other paths with 404. */
function byPath(scripts: Readonly<Record<string, Script>>): Script {
	return (request, response) => (scripts[request.path] ?? page(404))(request, response);
}

function values(...names: readonly string[]): Script {
	return json({status: 'success', data: names});
}

const time = json({status: 'success', data: {resultType: 'scalar', result: [serverSeconds, String(serverSeconds)]}});

describe('the names of metrics', () => {
	test('are asked for the last ten minutes by the server’s clock', async () => {
		const script = byPath({
			'/api/v1/query': time,
			'/api/v1/label/__name__/values': values('istio_requests_total'),
		});
		await withServer(script, async (client, server) => {
			expect(await client.metricNames(['istio_requests_total', 'envoy_.*'], never)).toEqual({
				ok: true,
				value: ['istio_requests_total'],
			});
			const asked = server.received.filter(({path}) => path.startsWith('/api/v1/label/'));
			expect(asked.length).toBe(1);
			for (const {parameters} of asked) {
				expect(Object.fromEntries(parameters)).toEqual({
					'match[]': '{__name__=~"istio_requests_total|envoy_.*"}',
					start: String(serverSeconds - 600),
				});
			}
		});
	});

	test('are an error where the answer is no list of names', async () => {
		const script = byPath({
			'/api/v1/query': time,
			'/api/v1/label/__name__/values': json({status: 'success', data: {}}),
		});
		await withServer(script, async client => {
			expect(await client.metricNames(istio, never)).toMatchObject({ok: false, error: {kind: 'malformed'}});
		});
	});
});

describe('the scrape interval', () => {
	const measured = (...jobs: readonly (readonly [string, string])[]) =>
		json({
			status: 'success',
			data: {
				resultType: 'vector',
				result: jobs.map(([job, seconds]) => ({metric: {job}, value: [serverSeconds, seconds]})),
			},
		});
	/** A server that counts scrapes, and has had none of the metrics for ten minutes yet. */
	const young: (script: Script) => Script = script => (request, response) =>
		(request.parameters.get('query')?.includes('up[10m]') ? script : measured())(request, response);
	const targets = json({
		status: 'success',
		data: {activeTargets: [{labels: {job: 'envoy'}, scrapeInterval: '1m30s'}], droppedTargets: []},
	});
	const config = json({
		status: 'success',
		data: {
			yaml: 'global:\n  evaluation_interval: 1m\n  scrape_interval: 20s\nscrape_configs:\n- scrape_interval: 5s\n',
		},
	});
	const jobsOfMetric = {'/api/v1/label/job/values': values('envoy', 'pilot')};

	test.each([
		[
			'is measured on the job that has the metrics',
			{'/api/v1/query': measured(['node', '15'], ['envoy', '5.0847']), ...jobsOfMetric},
			5,
		],
		[
			'is that of the slowest of several',
			{'/api/v1/query': measured(['envoy', '5'], ['pilot', '30'], ['node', '60']), ...jobsOfMetric},
			30,
		],
		[
			'is that of most jobs where none is known',
			{'/api/v1/query': measured(['a', '30'], ['b', '10'], ['c', '30.2'])},
			30,
		],
		[
			'is what the targets say of a job too young to be measured',
			{'/api/v1/query': young(measured(['node', '15'])), '/api/v1/targets': targets, ...jobsOfMetric},
			90,
		],
		[
			'is what the targets say where nothing was measured',
			{'/api/v1/query': measured(), '/api/v1/targets': targets},
			90,
		],
		[
			'is what the configuration says where there are no targets',
			{'/api/v1/query': measured(), '/api/v1/status/config': config},
			20,
		],
		['is 15 where nobody says', {'/api/v1/query': measured()}, 15],
		[
			'is not what no interval can be',
			{'/api/v1/query': measured(['envoy', 'NaN'], ['pilot', '+Inf'], ['node', '0'])},
			15,
		],
		[
			'is what others say where the server cannot measure',
			{'/api/v1/query': json({status: 'error', errorType: 'execution', error: 'x'}, 422), '/api/v1/targets': targets},
			90,
		],
	])('%s', async (_what, scripts: Readonly<Record<string, Script>>, seconds) => {
		await withServer(byPath(scripts), async client => {
			expect(await client.scrapeIntervalSeconds(never, istio)).toEqual({ok: true, value: seconds});
		});
	});

	test('is asked of active targets only', async () => {
		await withServer(byPath({'/api/v1/query': measured(), '/api/v1/targets': targets}), async (client, server) => {
			await client.scrapeIntervalSeconds(never, istio);
			const asked = server.received.find(({path}) => path === '/api/v1/targets');
			expect(Object.fromEntries(asked?.parameters ?? [])).toEqual({state: 'active'});
		});
	});

	test('is an error, not a guess, where the server refuses the credentials', async () => {
		await withServer(page(401), async client => {
			expect(await client.scrapeIntervalSeconds(never, istio)).toMatchObject({
				ok: false,
				error: {kind: 'unauthorized'},
			});
		});
	});
});
