import type {ExposedSample} from '../http/exposition.ts';
import type {ScrapeTarget} from '../http/status-routes.ts';
import type {Matcher} from '../promql/ast.ts';
import {compileMatchers} from '../promql/matchers.ts';
import type {SeriesSource} from '../promql/series-source.ts';
import {ejectionBlocks} from './ejections.ts';
import {createGridSeries, type GridSeries} from './grid-series.ts';
import {istioDialect} from './istio-dialect.ts';
import type {DialectsOf} from './mesh-dialects.ts';
import type {ScrapeGrid} from './scrape-grid.ts';
import {type SeriesBlock, serviceBlocks} from './service-blocks.ts';
import {createTrafficCurve} from './traffic-curve.ts';
import {serviceKey, type TrafficModel, type TrafficPeriod} from './traffic-model.ts';

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
	const blocksOf = createBlocks(model, grid, dialectsOf);
	const telling = model.services.filter(service => dialectsOf(service).some(({tellsEjections}) => tellsEjections));
	const ejections = ejectionBlocks(telling, grid);
	const allBlocks = () => [...model.services.flatMap(service => blocksOf(serviceKey(service))), ...ejections];
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
	const upBlock: SeriesBlock = {shared: {__name__: 'up'}, series: () => up};

	return {
		targets,
		select: matchers => {
			const isSelected = compileMatchers(matchers);
			return [upBlock, ...allBlocks()]
				.filter(couldHold(matchers))
				.flatMap(block => block.series().filter(({labels}) => isSelected(labels)));
		},
		*expose(atMs) {
			for (const block of allBlocks()) yield* block.series().flatMap(exposed(atMs));
		},
	};
};

/** The blocks of a service, built again when its shares change. */
const createBlocks = (model: TrafficModel, grid: ScrapeGrid, dialectsOf: DialectsOf) => {
	const {seed, originMs, startMs} = model;
	const services = new Map(
		model.services.map(service => {
			const key = serviceKey(service);
			return [key, {service, curve: createTrafficCurve({...service, name: key, seed, originMs})}];
		}),
	);
	const made = new Map<string, {readonly history: readonly TrafficPeriod[]; readonly blocks: readonly SeriesBlock[]}>();
	return (key: ReturnType<typeof serviceKey>): readonly SeriesBlock[] => {
		const history = model.history(key);
		const known = made.get(key);
		if (known?.history === history) return known.blocks;
		const found = services.get(key);
		if (found === undefined) return [];
		const blocks = dialectsOf(found.service).flatMap(dialect =>
			serviceBlocks({...found, history, originMs, startMs, grid, dialect}),
		);
		made.set(key, {history, blocks});
		return blocks;
	};
};

/** Whether the shared labels of a block allow a match; this skips thousands of blocks. */
const couldHold = (matchers: readonly Matcher[]) => {
	const tests = matchers.map(matcher => ({label: matcher.label, test: compileMatchers([matcher])}));
	return ({shared}: SeriesBlock): boolean =>
		tests.every(({label, test}) => shared[label] === undefined || test(shared));
};

const exposed =
	(atMs: number) =>
	({labels, valueAt}: GridSeries): readonly ExposedSample[] => {
		const value = valueAt(atMs);
		return value === undefined ? [] : [{labels, value}];
	};
