import type {ExposedSample} from '../../../../source/demo/prometheus/http/exposition.ts';
import {dialectsIn} from '../../../../source/demo/prometheus/series/dialects/mesh-dialects.ts';
import {createScrapeGrid} from '../../../../source/demo/prometheus/series/scrape-grid.ts';
import {createTrafficModel, serviceKey} from '../../../../source/demo/prometheus/series/traffic-model.ts';
import {createWorldSource} from '../../../../source/demo/prometheus/series/world-source.ts';
import type {MeshId} from '../../../../source/domain/signals/mesh-id.ts';
import {canaryShares, checkout, startMs} from './world.ts';

interface Metric {
	readonly labels: ReadonlySet<string>;
	/** Ascending; none of what is no histogram. */
	readonly bounds: readonly number[];
}

/** The metrics of an exposition by name. */
export function metricsOf(samples: readonly ExposedSample[]): ReadonlyMap<string, Metric> {
	const groups = Map.groupBy(samples, ({labels: {__name__: name = ''}}) => name);
	return new Map(
		Array.from(groups, ([name, group]) => {
			const labels = new Set(group.flatMap(one => Object.keys(one.labels).filter(label => label !== '__name__')));
			const bounds = new Set(group.flatMap(({labels: {le}}) => (le === undefined ? [] : [boundOf(le)])));
			return [name, {labels, bounds: [...bounds].sort((one, other) => one - other)}];
		}),
	);
}

function boundOf(le: string): number {
	return le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
}

/** What the demo's Prometheus scrapes of one service in the dialect of a mesh. */
export function demoIn(mesh: MeshId): readonly ExposedSample[] {
	const nowMs = startMs + 30 * 60_000;
	const model = createTrafficModel({services: [checkout], seed: 1, startMs});
	model.record(serviceKey(checkout), model.originMs, canaryShares(0.2));
	const grid = createScrapeGrid({clock: {nowMs: () => nowMs}, intervalMs: 1_000, originMs: model.originMs});
	return [...createWorldSource(model, grid, dialectsIn(mesh)).expose(nowMs)];
}
