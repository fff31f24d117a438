import {expect, test} from 'vitest';
import type {MetricInventory} from '../../source/domain/metric-sample.ts';
import {ok} from '../../source/domain/result.ts';
import {type SafeText, safe} from '../../source/domain/safe-text.ts';
import {chooseMesh, detectMesh} from '../../source/engine/detect-mesh.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {istio} from '../../source/meshes/istio.ts';
import type {MetricsPort} from '../../source/ports/metrics.ts';

/** Another provider, told from others by a label. */
const other: Mesh = {
	...istio,
	id: 'other',
	title: safe`Other`,
	metricNames: ['response_total'],
	labelNames: ['direction'],
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
		'which mesh is meant? Istio (istio_requests_total is scraped) and Other (response_total has a direction)',
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

function inventory(...metricNames: readonly string[]): MetricInventory {
	return {metricNames, labelValues: {}};
}

function messageOf(choice: ReturnType<typeof chooseMesh>): SafeText | null {
	return choice.ok ? null : choice.error.message;
}
