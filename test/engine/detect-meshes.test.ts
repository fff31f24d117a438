import {describe, expect, test} from 'vitest';
import type {MetricInventory} from '../../source/domain/metric-sample.ts';
import {ok, type Result} from '../../source/domain/result.ts';
import {type SafeText, safe} from '../../source/domain/safe-text.ts';
import {detectMeshes} from '../../source/engine/questions/detect-meshes.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import type {MetricsError, MetricsPort} from '../../source/ports/metrics.ts';

/** A second provider, recognised by a label. */
const other: Mesh = {
	...istio,
	id: 'linkerd',
	title: safe`Other`,
	metricNames: ['response_total'],
	ownLabels: {direction: ['inbound']},
	detect: ({metricNames, labelValues}) =>
		metricNames.includes('response_total') && (labelValues.direction ?? []).length > 0
			? {kind: 'present', because: safe`response_total has a direction`}
			: {kind: 'absent'},
};
const meshes = [istio, other];

const detected = (...[inventoried, among = meshes]: readonly [MetricInventory, (readonly Mesh[])?]) => {
	const port: Pick<MetricsPort, 'inventory'> = {inventory: async () => ok(inventoried)};
	return detectMeshes(among, port as MetricsPort, new AbortController().signal);
};

test('the only mesh that is present is found', async () => {
	expect(await detected(inventory('istio_requests_total', 'response_total'))).toEqual(ok([istio]));
});

test('the error names the meshes that perch reads when none is present', async () => {
	expect(messageOf(await detected(inventory('response_total')))).toBe(
		'this Prometheus has no mesh metrics that perch reads (Istio, Other)',
	);
});

test('several meshes are found in the order in which they are preferred', async () => {
	const both = {...inventory('istio_requests_total', 'response_total'), labelValues: {direction: ['inbound']}};
	expect(await detected(both)).toEqual(ok([istio, other]));
	expect(await detected(both, [other, istio])).toEqual(ok([other, istio]));
});

test('the metric names and labels of all meshes are asked for at once', async () => {
	const asked: unknown[] = [];
	const port: Pick<MetricsPort, 'inventory'> = {
		inventory: async (names, labels) => {
			asked.push([names, labels]);
			return ok(inventory('istio_requests_total'));
		},
	};
	expect(await detectMeshes(meshes, port as MetricsPort, new AbortController().signal)).toEqual(ok([istio]));
	expect(asked).toEqual([[['istio_requests_total', 'response_total'], ['direction']]]);
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
			'this Prometheus has no mesh metrics that perch reads (Istio)',
		],
	])('is named by the error: %s', async (_what, names, words) => {
		const port: Pick<MetricsPort, 'inventory'> = {inventory: async () => ok(inventory('up', ...names))};
		expect(messageOf(await detectMeshes([istio], port as MetricsPort, new AbortController().signal))).toBe(words);
	});

	test('is not asked for where a mesh is present', async () => {
		const asked: unknown[] = [];
		const port: Pick<MetricsPort, 'inventory'> = {
			inventory: async names => {
				asked.push(names);
				return ok(inventory('istio_requests_total', rule));
			},
		};
		await detectMeshes([istio], port as MetricsPort, new AbortController().signal);
		expect(asked).toEqual([['istio_requests_total']]);
	});
});

function inventory(...metricNames: readonly string[]): MetricInventory {
	return {metricNames, labelValues: {}};
}

function messageOf(choice: Result<readonly Mesh[], MetricsError>): SafeText | null {
	return choice.ok ? null : choice.error.message;
}
