import type {ExposedSample} from '../http/exposition.ts';
import type {ScrapeTarget} from '../http/status-routes.ts';
import type {SeriesSource} from '../promql/series-source.ts';
import {type BlockIndex, createBlockIndex} from './block-index.ts';
import {istioDialect} from './dialects/istio-dialect.ts';
import type {DialectsOf} from './dialects/mesh-dialects.ts';
import {ejectionBlocks} from './ejections.ts';
import {createGridSeries, type GridSeries} from './grid-series.ts';
import type {ScrapeGrid} from './scrape-grid.ts';
import {createSeriesCache} from './series-cache.ts';
import {serviceBlocks} from './service-blocks.ts';
import {serviceKey, type TrafficModel} from './traffic-model.ts';
import {createWorldFlows} from './world-flows.ts';

export interface WorldSource extends SeriesSource {
	/** The present metrics of the proxies, without `up`, which the scraper adds. */
	expose(atMs: number): Iterable<ExposedSample>;
	readonly targets: readonly ScrapeTarget[];
}

/** The series of the demo's world: a mesh's metrics of the requests to every service, and `up` of the proxies that
 * report them. */
export const createWorldSource = (
	model: TrafficModel,
	grid: ScrapeGrid,
	dialectsOf: DialectsOf = () => [istioDialect],
): WorldSource => {
	const blocks = createBlockIndex();
	const refresh = createRefresh(model, grid, dialectsOf, blocks);
	const telling = model.services.filter(service => dialectsOf(service).some(({tellsEjections}) => tellsEjections));
	const ejections = ejectionBlocks(telling, grid);
	const targets = model.services.map((service, index) => ({
		job: dialectsOf(service)[0]?.job ?? istioDialect.job,
		instance: `10.${128 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}:15020`,
	}));
	const up = targets.map(target =>
		createGridSeries({
			labels: {__name__: 'up', ...target},
			grid,
			valueAt: () => 1,
			requestsAt: () => 1,
			presence: [{fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY}],
		}),
	);
	blocks.put('up', [{shared: {__name__: 'up'}, series: () => up}]);
	blocks.put('ejections', ejections);

	return {
		targets,
		select: matchers => {
			refresh();
			return blocks.find(matchers);
		},
		*expose(atMs) {
			refresh();
			for (const block of blocks.all()) {
				if (block.shared.__name__ !== 'up') yield* block.series().flatMap(exposed(atMs));
			}
		},
	};
};

/** Builds the blocks of those services anew whose shares have changed. */
const createRefresh = (
	model: TrafficModel,
	grid: ScrapeGrid,
	dialectsOf: DialectsOf,
	blocks: BlockIndex,
): (() => void) => {
	const {originMs} = model;
	const cache = createSeriesCache();
	const worldFlows = createWorldFlows(model);
	const services = new Map(model.services.map(service => [serviceKey(service), service]));
	const changed = new Set(services.keys());
	model.subscribe(key => {
		for (const one of worldFlows.forget(key)) changed.add(one);
	});
	return () => {
		for (const key of changed) {
			const service = services.get(key);
			if (service === undefined) continue;
			const [flows, history] = [worldFlows.of(service), model.history(key)];
			const made = dialectsOf(service).flatMap(dialect =>
				serviceBlocks({service, flows, history, originMs, grid, dialect, cache}),
			);
			blocks.put(key, made);
		}
		changed.clear();
	};
};

const exposed =
	(atMs: number) =>
	({labels, valueAt}: GridSeries): readonly ExposedSample[] => {
		const value = valueAt(atMs);
		return value === undefined ? [] : [{labels, value}];
	};
