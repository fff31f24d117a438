import {describe, expect, test} from 'vitest';
import {dialectsIn} from '../../../source/demo/prometheus/series/mesh-dialects.ts';
import {createScrapeGrid} from '../../../source/demo/prometheus/series/scrape-grid.ts';
import {createTrafficModel, serviceKey} from '../../../source/demo/prometheus/series/traffic-model.ts';
import {createWorldSource} from '../../../source/demo/prometheus/series/world-source.ts';
import type {MeshId} from '../../../source/domain/mesh-id.ts';
import {boundOf} from '../../../source/meshes/samples.ts';
import {type ExposedSample, exposedSamples} from '../../meshes/support/exposed-samples.ts';
import {textOf} from '../../meshes/support/recorded-metrics.ts';
import {canaryShares, checkout, startMs} from './support/world.ts';

/** The demo writes a provider's metrics under the names, with the labels and bounds of a recording. */

interface Case {
	readonly mesh: MeshId;
	readonly file: string;
	/** Metrics of the recording that the demo does not write. */
	readonly withoutMetrics?: RegExp;
	/** Labels of the recording that the demo does not write. */
	readonly withoutLabels?: readonly string[];
	/** Labels that the demo writes as the recording's settings do not. */
	readonly moreLabels?: readonly string[];
}

const cases: readonly Case[] = [
	{
		mesh: 'hubble',
		file: 'hubble/httpV2-collector.prom',
		// The recording names pods by contexts; perch reads labels for namespaces and workloads.
		withoutLabels: ['destination', 'source'],
		moreLabels: ['destination_namespace', 'destination_workload', 'source_namespace', 'source_workload'],
	},
	{
		mesh: 'service-graph',
		file: 'servicegraph/connector-golden.prom',
		// Every caller in this test sends spans.
		withoutLabels: ['connection_type', 'virtual_node'],
	},
	{mesh: 'ztunnel', file: 'istio/ztunnel-1.24.prom', withoutMetrics: /^istio_build$/},
	{mesh: 'span-metrics', file: 'spanmetrics/connector-0.165-defaults.prom'},
];

const nowMs = startMs + 30 * 60_000;

function exposedBy(mesh: MeshId): readonly ExposedSample[] {
	const model = createTrafficModel({services: [checkout], seed: 1, startMs});
	model.record(serviceKey(checkout), model.originMs, canaryShares(0.2));
	const grid = createScrapeGrid({clock: {nowMs: () => nowMs}, intervalMs: 15_000, originMs: model.originMs});
	return [...createWorldSource(model, grid, dialectsIn(mesh)).expose(nowMs)].map(({labels, value}) => ({
		labels: Object.fromEntries(
			Object.entries(labels).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
		),
		value,
	}));
}

/** The label names, and the bounds, of each metric. */
function shapeOf(samples: readonly ExposedSample[], without: readonly string[] = []) {
	const byName = Map.groupBy(samples, ({labels}) => labels.__name__ ?? '');
	return new Map(
		[...byName].map(([name, own]) => {
			const labels = new Set(own.flatMap(one => Object.keys(one.labels)).filter(label => !without.includes(label)));
			const bounds = new Set(own.flatMap(({labels: {le}}) => (le === undefined ? [] : [boundOf(le)])));
			return [
				name,
				{labels: [...labels].sort(), bounds: [...bounds].sort((one, other) => Number(one) - Number(other))},
			];
		}),
	);
}

describe.each(cases.map(one => [one.mesh, one] as const))('the demo in the dialect of %s', (mesh, one) => {
	const {file, withoutMetrics, withoutLabels = [], moreLabels = []} = one;
	const recording = exposedSamples(textOf(file)).filter(({labels: {__name__ = ''}}) => !withoutMetrics?.test(__name__));
	const demo = exposedBy(mesh);

	test('writes the metrics of the recording, and no others', () => {
		expect([...shapeOf(demo).keys()].sort()).toEqual([...shapeOf(recording).keys()].sort());
	});

	test('gives each the labels and the bounds of the recording', () => {
		const told = shapeOf(demo, moreLabels);
		for (const [name, shape] of shapeOf(recording, withoutLabels))
			expect([name, told.get(name)]).toEqual([name, shape]);
	});

	test('lacks no label that is said to be left out, but has it', () => {
		const written = demo.flatMap(({labels}) => Object.keys(labels));
		expect(withoutLabels.filter(label => written.includes(label))).toEqual([]);
	});
});
