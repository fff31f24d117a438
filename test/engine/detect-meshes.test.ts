import {describe, expect, test} from 'vitest';
import {ok, type Result} from '../../source/domain/result.ts';
import {ident, type SafeText, safe} from '../../source/domain/text/safe-text.ts';
import {detectMeshes, type PresentMesh} from '../../source/engine/connecting/detect-meshes.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {linkerd} from '../../source/meshes/linkerd/linkerd.ts';
import {anyRule, ruleNames} from '../../source/meshes/rules/rule-names.ts';
import type {MetricsError, MetricsPort} from '../../source/ports/metrics.ts';

/** A second provider, recognised by a label. */
const other: Mesh = {
	...istio,
	id: 'linkerd',
	title: safe`Other`,
	signs: [{metric: 'response_total', own: ['direction=~"inbound|outbound"']}],
};
const meshes = [istio, other];
const both = ['istio_requests_total', 'response_total', anyRule];
const foundIstio = {mesh: istio, signs: ['istio_requests_total'], recorded: []};
const foundOther = {mesh: other, signs: ['response_total'], recorded: []};

/** A Prometheus with these metrics, of which the first sign with matchers has series or has none. */
function prometheus(names: readonly string[], isConfirmed = false) {
	const asked: string[][] = [];
	const queries: string[] = [];
	const port: Pick<MetricsPort, 'metricNames' | 'instant' | 'matchers'> = {
		matchers: {cluster: 'prod'},
		async metricNames(wanted) {
			asked.push([...wanted]);
			return ok(names);
		},
		async instant({promql}) {
			queries.push(promql);
			const samples = isConfirmed ? [{labels: {sign: ident('0')}, value: 4}] : [];
			return ok({samples, atMs: 0, warnings: []});
		},
	};
	return {port: port as MetricsPort, asked, queries};
}

const detected = ({port}: ReturnType<typeof prometheus>, among: readonly Mesh[] = meshes) =>
	detectMeshes(among, port, new AbortController().signal);

test('a mesh with a metric of its own is found by its name alone', async () => {
	const server = prometheus(['istio_requests_total']);
	expect(await detected(server)).toEqual(ok([foundIstio]));
	expect(server.asked).toEqual([both]);
	expect(server.queries).toEqual([]);
});

test('a metric that others have too counts only where its series have the labels of the mesh', async () => {
	const server = prometheus(both);
	expect(await detected(server)).toEqual(ok([foundIstio]));
	expect(server.queries).toEqual([
		'label_replace(count(last_over_time(response_total{direction=~"inbound|outbound",cluster="prod"}[10m])),"sign","0","","")',
	]);
	expect(messageOf(await detected(prometheus(['response_total'])))).toBe(
		'this Prometheus has no mesh metrics that perch reads (Istio, Other)',
	);
});

test('several meshes are found in the order in which they are preferred', async () => {
	expect(await detected(prometheus(both, true))).toEqual(ok([foundIstio, foundOther]));
	expect(await detected(prometheus(both, true), [other, istio])).toEqual(ok([foundOther, foundIstio]));
});

test('of a mesh with several metrics those are told that are there', async () => {
	const several: Mesh = {...istio, signs: [...istio.signs, {metric: 'newer_total', own: []}]};
	expect(await detected(prometheus(['newer_total']), [several])).toEqual(
		ok([{mesh: several, signs: ['newer_total'], recorded: []}]),
	);
});

test('many signs are asked for in questions that fit a proxied URL, and each is told apart', async () => {
	const labelled = (at: number): Mesh => ({...istio, signs: [{metric: 'shared', own: [`own="${at}"`]}]});
	const many = Array.from({length: 13}, (_, at) => labelled(at));
	const server = prometheus(['shared'], true);
	expect(await detected(server, many)).toEqual(
		ok([0, 6, 12].map(at => ({mesh: many[at], signs: ['shared'], recorded: []}))),
	);
	expect(server.queries.map(query => query.split(' or ').length)).toEqual([6, 6, 1]);
});

describe('what a Prometheus has in place of the mesh metrics', () => {
	const rule = 'workload:istio_requests_total';

	test.each([
		[
			'a recording rule',
			[rule],
			`istio_requests_total is missing, only a recording rule's ${rule} is here: keep the proxies' own series`,
		],
		[
			'a rule whose name begins with the metric',
			['istio_requests:rate5m'],
			`istio_requests_total is missing, only a recording rule's istio_requests:rate5m is here: keep the proxies' own series`,
		],
		[
			'durations without requests',
			['istio_request_duration_milliseconds_bucket'],
			'istio_requests_total is missing, though durations are here: is it dropped while scraping?',
		],
		[
			'connections alone',
			['istio_tcp_connections_opened_total'],
			'istio_requests_total is missing, only TCP connections are counted: ztunnel counts no requests, a waypoint does',
		],
		[
			'nothing of the mesh, though every name is listed',
			['up', 'node_cpu_seconds_total'],
			'this Prometheus has no istio_requests_total (Istio)',
		],
	])('is named by the error: %s', async (_what, names, words) => {
		expect(messageOf(await detected(prometheus(['up', ...names]), [istio]))).toBe(words);
	});

	test('is not asked for where a mesh is present', async () => {
		const server = prometheus(['istio_requests_total', rule]);
		await detected(server, [istio]);
		expect(server.asked).toEqual([['istio_requests_total', anyRule]]);
	});
});

function messageOf(choice: Result<readonly PresentMesh[], MetricsError>): SafeText | null {
	return choice.ok ? null : choice.error.message;
}

test('what recording rules keep of a mesh is found by the same question, the shortest window first', async () => {
	const [overTwo, over40, linkerds] = [ruleNames(istio, 120), ruleNames(istio, 40), ruleNames(linkerd, 60)];
	const names = [
		'istio_requests_total',
		overTwo.requests,
		over40.requests,
		overTwo.edges,
		linkerds.requests,
		overTwo.requests.replace('rate2m', 'rate60s'),
		overTwo.requests.replace('istio', 'other_istio'),
	];
	const server = prometheus(names);
	expect(await detected(server, [istio])).toMatchObject(
		ok([
			{
				recorded: [
					{windowSeconds: 40, hasEdges: false},
					{windowSeconds: 120, hasEdges: true},
				],
			},
		]),
	);
	expect(server.asked).toHaveLength(1);
});
