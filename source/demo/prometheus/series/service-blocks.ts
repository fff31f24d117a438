import type {ShopService} from '../../contract.ts';
import type {Labels} from '../promql/labels.ts';
import {callersOf} from './callers.ts';
import type {Dialect, Side} from './dialects/dialect.ts';
import type {Flow} from './flow.ts';
import {countUpTo, type ResponseCode, responseCodes, totalMs} from './flow-counts.ts';
import {createGridSeries, type GridSeries, type Presence} from './grid-series.ts';
import type {ScrapeGrid} from './scrape-grid.ts';
import type {SeriesCache} from './series-cache.ts';
import type {Destination, TrafficPeriod} from './traffic-model.ts';

/** Series of one metric that share most labels, created only when a query selects these labels. */
export interface SeriesBlock {
	readonly shared: Labels;
	readonly series: () => readonly GridSeries[];
}

interface Settings {
	readonly service: ShopService;
	readonly flows: readonly Flow[];
	readonly history: readonly TrafficPeriod[];
	readonly originMs: number;
	readonly grid: ScrapeGrid;
	readonly dialect: Dialect;
	readonly cache: SeriesCache;
}

/** All series of the requests to one service. */
export const serviceBlocks = (settings: Settings): readonly SeriesBlock[] => {
	const {flows} = settings;
	const {requestsMetric, classes, besides = [], durationMetric, sides} = settings.dialect;
	const durations = durationMetric === null ? [] : ['bucket', 'sum', 'count'].map(part => `${durationMetric}_${part}`);
	const names = [
		...new Set([
			requestsMetric,
			...(classes ? [classes.metric] : []),
			...besides.map(({metric}) => metric),
			...durations,
		]),
	];
	return sides.flatMap(side => {
		const seen = flows.filter(({destination}) => side.counts(destination));
		const labelsOf = ({destination}: Flow) =>
			side.destinationLabels(
				{...settings.service, name: destination.onlyService ?? settings.service.name},
				destination,
			);
		const groups = Map.groupBy(seen, flow => JSON.stringify(labelsOf(flow)));
		return [...groups.values()].flatMap(group => {
			const [{destination}] = group as [Flow];
			const shared = labelsOf(group[0] as Flow);
			const presence = side.isCallee ? presenceOf(group, settings.history) : [callersPresence(group, settings)];
			return names.map(name => {
				const make = () => metricSeries({name, shared, side, destination, flows: group, presence, settings});
				const block: SeriesBlock = {
					shared: {__name__: name, ...shared},
					series: () => settings.cache.of(block, make),
				};
				return block;
			});
		});
	});
};

/** Callers keep the counters of a version that is gone until they are replaced themselves: those of before the last two
 * days have been. */
const callersPresence = (flows: readonly Flow[], {history, originMs}: Settings): Presence => {
	const lastMs = presenceOf(flows, history).at(-1)?.toMs ?? Number.POSITIVE_INFINITY;
	return {fromMs: Number.NEGATIVE_INFINITY, toMs: lastMs < originMs ? originMs : Number.POSITIVE_INFINITY};
};

interface MetricSettings {
	readonly name: string;
	readonly shared: Labels;
	readonly side: Side;
	readonly destination: Destination;
	readonly flows: readonly Flow[];
	readonly presence: readonly Presence[];
	readonly settings: Settings;
}

const metricSeries = ({
	name,
	shared,
	side,
	destination,
	flows,
	presence,
	settings,
}: MetricSettings): readonly GridSeries[] => {
	const {service, grid, dialect} = settings;
	const {requestsMetric, classes, besides = [], durationMetric, boundsMs, unitMs} = dialect;
	const factor = besides.find(({metric}) => metric === name)?.perRequest ?? 1;
	const codeLabels = (code: ResponseCode) => {
		if (name === classes?.metric) return classes.labelsOf(code);
		return name === requestsMetric ? side.responseLabels(code, destination) : side.durationLabels(code, destination);
	};
	const callers = dialect.tellsCallers ? callersOf(service) : [{service: null, share: 1}];
	// Codes that the labels do not distinguish are one series.
	const groups = [...Map.groupBy(responseCodes, code => JSON.stringify(codeLabels(code))).values()];
	return callers.flatMap(caller =>
		groups.flatMap(codes => {
			const labels = {
				__name__: name,
				...shared,
				...(caller.service === null ? {} : side.callerLabels(caller.service)),
				...codeLabels(codes[0] as ResponseCode),
			};
			const upTo = (boundMs: number) => sumOf(codes.map(code => countUpTo({flows, code, caller, boundMs})));
			const requestsAt = upTo(Number.POSITIVE_INFINITY);
			const series = (more: Labels, valueAt: (atMs: number) => number) =>
				createGridSeries({labels: {...labels, ...more}, grid, valueAt, requestsAt, presence});
			switch (name) {
				case `${durationMetric}_bucket`:
					return [
						...boundsMs.map(boundMs => series({le: String(boundMs / unitMs)}, upTo(boundMs))),
						series({le: '+Inf'}, requestsAt),
					];
				case `${durationMetric}_sum`: {
					const total = sumOf(codes.map(code => totalMs({flows, code, caller})));
					return [series({}, atMs => total(atMs) / unitMs)];
				}
				default:
					return [series({}, atMs => factor * requestsAt(atMs))];
			}
		}),
	);
};

const sumOf =
	(parts: readonly ((atMs: number) => number)[]) =>
	(atMs: number): number =>
		parts.reduce((sum, part) => sum + part(atMs), 0);

/** The counters of a version disappear with its pods. */
const presenceOf = (flows: readonly Flow[], history: readonly TrafficPeriod[]): readonly Presence[] => {
	const destinations = new Set(flows.map(({destination}) => JSON.stringify(destination)));
	const found: Presence[] = [];
	for (const [index, {fromMs, shares}] of history.entries()) {
		if (!shares.some(({destination}) => destinations.has(JSON.stringify(destination)))) continue;
		const toMs = history[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
		const last = found.at(-1);
		if (last?.toMs === fromMs) found[found.length - 1] = {fromMs: last.fromMs, toMs};
		else found.push({fromMs, toMs});
	}
	return found;
};
