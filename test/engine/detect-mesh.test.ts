import {describe, expect, test} from 'vitest';
import type {MetricInventory} from '../../source/domain/metric-sample.ts';
import {ok} from '../../source/domain/result.ts';
import {type SafeText, safe} from '../../source/domain/safe-text.ts';
import {chooseMesh, detectMesh} from '../../source/engine/questions/detect-mesh.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import type {MetricsPort} from '../../source/ports/metrics.ts';

/** Another provider, told from others by a label. */
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

test('the one that is present is chosen', () => {
	expect(chooseMesh(meshes, inventory('istio_requests_total', 'response_total'))).toEqual(ok(istio));
});

test('none is said, with what could be read', () => {
	expect(messageOf(chooseMesh(meshes, inventory('response_total')))).toBe(
		'this Prometheus has no mesh metrics that perch reads (Istio, Other)',
	);
});

test('several are a question, with the reason for each', () => {
	const both = {...inventory('istio_requests_total', 'response_total'), labelValues: {direction: ['inbound']}};
	expect(messageOf(chooseMesh(meshes, both))).toBe(
		'which mesh is meant? set --mesh istio or --mesh linkerd, or mesh of the context in the configuration: ' +
			'Istio (istio_requests_total is scraped) and Other (response_total has a direction)',
	);
});

test('the names and labels of all are asked for at once', async () => {
	const asked: unknown[] = [];
	const port: Pick<MetricsPort, 'inventory'> = {
		inventory: async (names, labels) => {
			asked.push([names, labels]);
			return ok(inventory('istio_requests_total'));
		},
	};
	expect(await detectMesh(meshes, port as MetricsPort, new AbortController().signal)).toEqual(ok(istio));
	expect(asked).toEqual([[['istio_requests_total', 'response_total'], ['direction']]]);
});

describe('what is there in place of the metrics', () => {
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
	])('%s', async (_what, names, words) => {
		const port: Pick<MetricsPort, 'inventory'> = {inventory: async () => ok(inventory('up', ...names))};
		expect(messageOf(await detectMesh([istio], port as MetricsPort, new AbortController().signal))).toBe(words);
	});

	test('is not asked for where a mesh is present', async () => {
		const asked: unknown[] = [];
		const port: Pick<MetricsPort, 'inventory'> = {
			inventory: async names => {
				asked.push(names);
				return ok(inventory('istio_requests_total', rule));
			},
		};
		await detectMesh([istio], port as MetricsPort, new AbortController().signal);
		expect(asked).toEqual([['istio_requests_total']]);
	});
});

function inventory(...metricNames: readonly string[]): MetricInventory {
	return {metricNames, labelValues: {}};
}

function messageOf(choice: ReturnType<typeof chooseMesh>): SafeText | null {
	return choice.ok ? null : choice.error.message;
}
