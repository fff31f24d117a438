import type {Release} from '../../domain/release.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import type {Bucket} from '../../domain/signals.ts';
import {formatDuration} from '../../domain/time.ts';
import {separateWindows} from '../../statistics/compare-proportions.ts';
import type {RowTraffic, TrafficFigures} from '../../traffic/row-traffic.ts';
import {rowOfRelease} from '../../traffic/rows.ts';
import {sumBuckets} from '../../traffic/sum-buckets.ts';
import {chartsOf} from '../questions/charts.ts';
import {trafficOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {lastChange} from '../world/last-change.ts';
import {chartRows} from './chart-rows.ts';
import {weightText} from './weight-text.ts';
import {whichMeshOf} from './which-mesh.ts';
import {withoutGap} from './without-gap.ts';

/** Mean rates of both versions over one period, which never reaches back beyond the last weight change. */
export interface Period {
	readonly stable: TrafficFigures;
	readonly canary: TrafficFigures;
	readonly seconds: number;
	/** The seconds over which the latency buckets were counted: fewer where only the last poll has them. */
	readonly latencySeconds: number;
	/** `since 20%, 4m12s`, `over 5m`. */
	readonly label: SafeText;
	/** Windows that lie wholly after the last weight change and do not overlap. */
	readonly windows: number;
	/** Right after a weight change: no window lies wholly after it yet. */
	readonly isBeforeChange: boolean;
	/** What was asked for the figures: the open chart's range, several polls, or the last poll. */
	readonly basis: 'chart' | 'polls' | 'poll';
	/** The instants whose mean it is, oldest first. */
	readonly points: readonly Point[];
}

/** Both versions at one instant. Rates over the window that ends then. */
export interface Point {
	readonly atMs: number;
	readonly windowSeconds: number;
	readonly stable: TrafficFigures;
	readonly canary: TrafficFigures;
}

/** Without a chart, figures are summed up over at most this long, or over this many windows if those are
 * longer: three windows that do not overlap show what is more than chance. */
const observedMs = 120_000;
const observedWindows = 4;

/** The longest period available: that of an open chart, else that of the recent polls, else the last window.
 * Null when the versions cannot be told apart or nothing was measured. */
export function comparedPeriod(context: EngineContext, state: State, release: Release): Period | null {
	if (!isToldNow(context, state, release)) return null;
	const changedAtMs = lastChange(state, release);
	const candidates = [
		['chart', chartPoints(context, state, release)],
		['polls', observedPoints(state, release)],
		['poll', lastPoll(context, state, release)],
	] as const;
	for (const [basis, points] of candidates) {
		const within = points.filter(
			({atMs, windowSeconds}) => changedAtMs === null || atMs - windowSeconds * 1000 >= changedAtMs,
		);
		const period = meanOf(within, basis, changedAtMs, release);
		if (period) return withLatency(period, lastPoll(context, state, release));
	}
	// Right after a change no window lies wholly after it: only the last window is left.
	return acrossChange(context, state, release);
}

/** The last two minutes, or four windows if those are longer: good hours before must not hide a version that
 * turns bad late. */
export function recentPeriod(context: EngineContext, state: State, release: Release): Period | null {
	if (!isToldNow(context, state, release)) return null;
	const changedAtMs = lastChange(state, release);
	const points = observedPoints(state, release).filter(
		({atMs, windowSeconds}) => changedAtMs === null || atMs - windowSeconds * 1000 >= changedAtMs,
	);
	return meanOf(points, 'polls', changedAtMs, release) ?? acrossChange(context, state, release);
}

/** The last poll, even if its window began before the weight changed; null where it does not tell the versions
 * apart. */
export function acrossChange(context: EngineContext, state: State, release: Release): Period | null {
	const period = meanOf(lastPoll(context, state, release), 'poll', null, release);
	const changedAtMs = lastChange(state, release);
	const {source} = state.metrics;
	const traffic = trafficOf(state.metrics);
	const beganAtMs = traffic && source ? traffic.atMs - source.windowSeconds * 1000 : null;
	const isBeforeChange = changedAtMs !== null && beganAtMs !== null && beganAtMs < changedAtMs;
	return period && {...period, isBeforeChange, windows: isBeforeChange ? 0 : period.windows};
}

/** Whether the versions are told apart now: by the last poll, or within the window of the last observation, for a scrape
 * may be missed. If not, earlier figures are no figures of now: the series ended, or several meshes count the row. */
function isToldNow(context: EngineContext, state: State, release: Release): boolean {
	if (lastPoll(context, state, release).length > 0) return true;
	if (whichMeshOf(context, state, release.key) !== null) return false;
	const last = (state.metrics.observed[release.key] ?? []).at(-1);
	const traffic = trafficOf(state.metrics);
	return last !== undefined && traffic !== null && traffic.atMs - last.atMs <= last.windowSeconds * 1000;
}

function chartPoints(context: EngineContext, state: State, release: Release): readonly Point[] {
	const charts = chartsOf(state.metrics, release.key);
	if (!charts) return [];
	return chartRows(context, state, charts, release).flatMap(({atMs, row}) =>
		pointOf(release, row, atMs, charts.windowSeconds),
	);
}

function observedPoints(state: State, release: Release): readonly Point[] {
	const observations = withoutGap(state.metrics.observed[release.key] ?? []);
	const last = observations.at(-1);
	if (!last) return [];
	const sinceMs = last.atMs - Math.max(observedMs, (observedWindows - 1) * last.windowSeconds * 1000);
	return observations
		.filter(({atMs, canaryKey}) => canaryKey === release.canary && atMs >= sinceMs)
		.map(({atMs, windowSeconds, stable, canary}) => ({
			atMs,
			windowSeconds,
			stable: {...stable, buckets: null},
			canary: {...canary, buckets: null},
		}));
}

function lastPoll(context: EngineContext, state: State, release: Release): readonly Point[] {
	const {source} = state.metrics;
	const traffic = trafficOf(state.metrics);
	const key = rowOfRelease(context.derive.rows(state), release.key);
	const row = key === null ? null : (context.derive.traffic(state)?.rows.get(key) ?? null);
	return traffic && source ? pointOf(release, row, traffic.atMs, source.windowSeconds) : [];
}

function pointOf(release: Release, row: RowTraffic | null, atMs: number, windowSeconds: number): readonly Point[] {
	if (row?.split.kind !== 'known' || !release.stable || !release.canary) return [];
	const {byRevision} = row.split;
	// Requests that belong to neither version say nothing about either.
	const isTold = byRevision.has(release.stable) || byRevision.has(release.canary);
	if (!isTold && row.total.requestsPerSecond > 0) return [];
	const stable = byRevision.get(release.stable) ?? silence;
	return [{atMs, windowSeconds, stable, canary: byRevision.get(release.canary) ?? silence}];
}

function meanOf(
	points: readonly Point[],
	basis: Period['basis'],
	changedAtMs: number | null,
	release: Release,
): Period | null {
	const [first] = points;
	const last = points.at(-1);
	if (!first || !last) return null;
	const seconds = (last.atMs - first.atMs) / 1000 + first.windowSeconds;
	const since = changedAtMs === null ? Number.POSITIVE_INFINITY : (last.atMs - changedAtMs) / 1000;
	// The period begins with the change itself, give or take one window.
	const isWhole = since - seconds <= 2 * first.windowSeconds;
	const duration = ident(formatDuration(seconds * 1000));
	return {
		stable: mean(points.map(point => point.stable)),
		canary: mean(points.map(point => point.canary)),
		seconds,
		latencySeconds: seconds,
		label: isWhole ? safe`since ${weightText(release)}, ${duration}` : safe`over ${duration}`,
		windows: separateWindows(points),
		isBeforeChange: false,
		basis,
		points,
	};
}

/** Observations keep no latency buckets: take those of the last poll. */
function withLatency(period: Period, [poll]: readonly Point[]): Period {
	if (!poll || period.stable.buckets || period.canary.buckets) return period;
	return {
		...period,
		stable: {...period.stable, buckets: poll.stable.buckets},
		canary: {...period.canary, buckets: poll.canary.buckets},
		latencySeconds: poll.windowSeconds,
	};
}

function mean(figures: readonly TrafficFigures[]): TrafficFigures {
	const count = figures.length;
	const sum = (of: (one: TrafficFigures) => number) => figures.reduce((total, one) => total + of(one), 0) / count;
	const histograms = figures.flatMap(({buckets}) => (buckets ? [buckets] : []));
	return {
		requestsPerSecond: sum(one => one.requestsPerSecond),
		errorsPerSecond: sum(one => one.errorsPerSecond),
		buckets: histograms.length === 0 ? null : (sumBuckets(histograms)?.map(scaledBy(1 / count)) ?? null),
	};
}

function scaledBy(factor: number): (bucket: Bucket) => Bucket {
	return ({upperMs, perSecond}) => ({upperMs, perSecond: perSecond * factor});
}

const silence: TrafficFigures = {requestsPerSecond: 0, errorsPerSecond: 0, buckets: null};
