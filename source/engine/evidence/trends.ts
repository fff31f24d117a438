import type {AnchorKey, RevisionKey} from '../../domain/cluster/keys.ts';
import {drawnQuantile} from '../../statistics/histogram.ts';
import {type FoldedTraffic, foldTraffic} from '../../traffic/fold-traffic.ts';
import type {RowTraffic, TrafficFigures} from '../../traffic/row-traffic.ts';
import {trafficOf} from '../questions/poll.ts';
import {type TrendData, trendData, trendPoints} from '../questions/trend.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {meshOrder} from '../world/derive.ts';

/** The past of one row on the time axis that all rows share, oldest first; the last value is that of the last poll.
 * Null where nothing is known. */
export interface Trend {
	/** Failed requests per request, 0–1. */
	readonly errors: readonly (number | null)[];
	readonly latencyP95Ms: readonly (number | null)[];
	readonly requestsPerSecond: readonly (number | null)[];
	/** The failure ratio (0–1) below which a single failed request, by chance, would look like a change. */
	readonly leastErrors: number;
}

/** A chart of errors never ends below one in a thousand, and never so low that fewer failed requests fill it. */
const leastRatio = 0.001;
const leastFailures = 5;

const noTrend: Trend = {errors: [], latencyP95Ms: [], requestsPerSecond: [], leastErrors: leastRatio};
const nothing: FoldedTraffic['rows'] = new Map();

/** Folded rows, oldest first. */
type Slots = readonly FoldedTraffic['rows'][];

/** The trend of a row, from the range that was read last; empty before. */
export function trendOf(context: EngineContext, state: State, key: AnchorKey): Trend {
	return remembered(context, state, key, at => at.get(key)?.total);
}

/** The same for one version of a row. */
export function trendOfRevision(context: EngineContext, state: State, key: AnchorKey, revision: RevisionKey): Trend {
	return remembered(context, state, `${key} ${revision}`, at => figuresOf(at.get(key), revision));
}

function remembered(
	context: EngineContext,
	state: State,
	name: string,
	figuresAt: (rows: Slots[number]) => TrafficFigures | undefined,
): Trend {
	const data = trendData(state.metrics);
	if (!data) return noTrend;
	const slots = slotsOf(context, state, data);
	// Until new figures come, each frame shows the same trends.
	return context.derive.rememberWhile(state, `trend ${name}`, [slots], () =>
		trendFrom(data.stepSeconds, slots.map(figuresAt)),
	);
}

function figuresOf(row: RowTraffic | undefined, revision: RevisionKey): TrafficFigures | undefined {
	return row?.split.kind === 'known' ? row.split.byRevision.get(revision) : undefined;
}

function trendFrom(stepSeconds: number, figures: readonly (TrafficFigures | undefined)[]): Trend {
	const busiest = Math.max(0, ...figures.map(one => one?.requestsPerSecond ?? 0)) * stepSeconds;
	return {
		leastErrors: Math.min(1, Math.max(leastRatio, busiest > 0 ? leastFailures / busiest : 1)),
		errors: figures.map(one => (one && one.requestsPerSecond > 0 ? one.errorsPerSecond / one.requestsPerSecond : null)),
		latencyP95Ms: figures.map(one => (one?.buckets ? drawnQuantile(one.buckets, 0.95) : null)),
		requestsPerSecond: figures.map(one => one?.requestsPerSecond ?? null),
	};
}

/** In even slots: a short history ends at the right, where the present is. */
function slotsOf(context: EngineContext, state: State, data: TrendData): Slots {
	const {derive} = context;
	const past = derive.rememberWhile(state, 'trend rows', [derive.pastAnchors(state), data, state.metrics.source], () =>
		foldedSlots(context, state, data),
	);
	const poll = trafficOf(state.metrics);
	const live = poll && poll.atMs > data.endMs ? derive.traffic(state) : null;
	return derive.rememberWhile(state, 'trend rows until now', [past, live], () =>
		live ? [...past.slice(1), live.rows] : past,
	);
}

function foldedSlots(context: EngineContext, state: State, data: TrendData): Slots {
	const index = context.derive.pastAnchors(state);
	const traffic = new Map(data.traffic.map(({atMs, value}) => [atMs, value]));
	const latency = new Map(data.latency.map(({atMs, value}) => [atMs, value]));
	return Array.from({length: trendPoints}, (_, slot) => {
		const atMs = data.endMs - (trendPoints - 1 - slot) * data.stepSeconds * 1000;
		const value = traffic.get(atMs);
		return value ? foldTraffic(index, value, latency.get(atMs), meshOrder(state)).rows : nothing;
	});
}
