import type {Release} from '../../domain/release.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import type {Bucket} from '../../domain/signals.ts';
import {formatDuration} from '../../domain/time.ts';
import type {BothHistograms} from '../../statistics/compare-latency.ts';
import {separateWindows} from '../../statistics/compare-proportions.ts';
import type {RowTraffic, TrafficFigures} from '../../traffic/row-traffic.ts';
import {sumBuckets} from '../../traffic/sum-buckets.ts';
import {chartsOf} from '../questions/charts.ts';
import {trafficOf} from '../questions/poll.ts';
import type {Observation} from '../state/metrics-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {lastChange} from '../world/last-change.ts';
import {chartRows} from './chart-rows.ts';
import {releaseTraffic} from './release-traffic.ts';
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
	/** The histograms of the windows that told those of both versions; null where none did. */
	readonly both: (BothHistograms & {readonly windows: number}) | null;
	/** Right after a weight change: no window lies wholly after it yet. */
	readonly isBeforeChange: boolean;
	/** What was asked for the figures: the open chart's range, several polls, or the last poll. */
	readonly basis: 'chart' | 'polls' | 'poll';
	/** The instants whose mean it is, oldest first. */
	readonly points: readonly Point[];
}

/** What one window told of both versions. Rates over the window that ends then. */
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

/** How far the last minutes reach back from the last window. */
export function recentMs(windowSeconds: number): number {
	return Math.max(observedMs, (observedWindows - 1) * windowSeconds * 1000);
}

/** The longest period available: that of an open chart, of the recent polls, or of the last window. A chart that was
 * just opened may tell less than the polls: what perch concludes must not depend on what is open.
 * Null when the versions cannot be told apart or nothing was measured. */
export function comparedPeriod(context: EngineContext, state: State, release: Release): Period | null {
	if (!isToldNow(context, state, release)) return null;
	const changedAtMs = lastChange(state, release);
	const candidates = [
		['chart', chartPoints(context, state, release)],
		['polls', observedPoints(state.metrics.observed[release.key] ?? [], release)],
		['poll', lastPoll(context, state, release)],
	] as const;
	const [longest] = candidates
		.flatMap(([basis, points]) => meanOf(afterChange(points, changedAtMs), basis, changedAtMs, release) ?? [])
		.toSorted((one, other) => other.seconds - one.seconds);
	if (longest) return withLatency(longest, lastPoll(context, state, release));
	// Right after a change no window lies wholly after it: only the last window is left.
	return acrossChange(context, state, release);
}

/** The last two minutes, or four windows if those are longer: good hours before must not hide a version that
 * turns bad late. */
export function recentPeriod(context: EngineContext, state: State, release: Release): Period | null {
	if (!isToldNow(context, state, release)) return null;
	const changedAtMs = lastChange(state, release);
	const observations = state.metrics.observed[release.key] ?? [];
	return observedPeriod(release, observations, changedAtMs) ?? acrossChange(context, state, release);
}

/** The last minutes of these observations, after the last change of the weight; null where there are none. */
export function observedPeriod(
	release: Release,
	observations: readonly Observation[],
	changedAtMs: number | null,
): Period | null {
	return meanOf(afterChange(observedPoints(observations, release), changedAtMs), 'polls', changedAtMs, release);
}

/** The points whose windows lie wholly after the last change of the weight. */
export function afterChange(points: readonly Point[], changedAtMs: number | null): readonly Point[] {
	return points.filter(({atMs, windowSeconds}) => changedAtMs === null || atMs - windowSeconds * 1000 >= changedAtMs);
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

/** The points of the open chart, oldest first; none where it has not been read, or is not of now any more. */
export function chartPoints(context: EngineContext, state: State, release: Release): readonly Point[] {
	const charts = chartsOf(state.metrics, release.key);
	const traffic = trafficOf(state.metrics);
	if (!charts || !traffic) return [];
	// The chart of a release that is not open any more is not read again.
	if (traffic.atMs - charts.endMs > charts.windowSeconds * 1000 + chartLagMs) return [];
	return chartRows(context, state, charts, release).flatMap(({atMs, row}) =>
		pointOf(release, row, atMs, charts.windowSeconds),
	);
}

/** A chart that is open is at most so much older than the last poll. */
const chartLagMs = 30_000;

function observedPoints(all: readonly Observation[], release: Release): readonly Point[] {
	const observations = withoutGap(all);
	const last = observations.at(-1);
	if (!last) return [];
	const sinceMs = last.atMs - recentMs(last.windowSeconds);
	return observations
		.filter(({atMs, canaryKey}) => canaryKey === release.canary && atMs >= sinceMs)
		.map(({atMs, windowSeconds, stable, canary, histograms}) => ({
			atMs,
			windowSeconds,
			stable: {...stable, buckets: histograms?.stable ?? null},
			canary: {...canary, buckets: histograms?.canary ?? null},
		}));
}

function lastPoll(context: EngineContext, state: State, release: Release): readonly Point[] {
	const {source} = state.metrics;
	const traffic = trafficOf(state.metrics);
	const row = releaseTraffic(context, state, release);
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

/** The mean of these points; null for none. */
export function meanOf(
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
	const both = bothOf(points);
	return {
		stable: mean(points.map(point => point.stable)),
		canary: mean(points.map(point => point.canary)),
		seconds,
		latencySeconds: both === null ? seconds : both.seconds,
		label: isWhole ? safe`since ${weightText(release)}, ${duration}` : safe`over ${duration}`,
		windows: separateWindows(points),
		both,
		isBeforeChange: false,
		basis,
		points,
	};
}

function bothOf(points: readonly Point[]): Period['both'] {
	const told = points.filter(({stable, canary}) => stable.buckets !== null && canary.buckets !== null);
	const [first] = told;
	const last = told.at(-1);
	const stable = mean(told.map(point => point.stable)).buckets;
	const canary = mean(told.map(point => point.canary)).buckets;
	if (!first || !last || !stable || !canary) return null;
	const seconds = (last.atMs - first.atMs) / 1000 + first.windowSeconds;
	return {stable, canary, seconds, windows: separateWindows(told)};
}

/** Where no window of the period told histograms, those of the last poll stand in for them. */
function withLatency(period: Period, [poll]: readonly Point[]): Period {
	if (!poll || period.stable.buckets || period.canary.buckets) return period;
	return {
		...period,
		stable: {...period.stable, buckets: poll.stable.buckets},
		canary: {...period.canary, buckets: poll.canary.buckets},
		latencySeconds: poll.windowSeconds,
		both: bothOf([poll]),
	};
}

function mean(figures: readonly TrafficFigures[]): TrafficFigures {
	const count = figures.length;
	const sum = (of: (one: TrafficFigures) => number) => figures.reduce((total, one) => total + of(one), 0) / count;
	const histograms = figures.flatMap(({buckets}) => (buckets ? [buckets] : []));
	return {
		requestsPerSecond: sum(one => one.requestsPerSecond),
		errorsPerSecond: sum(one => one.errorsPerSecond),
		buckets: histograms.length === 0 ? null : (sumBuckets(histograms)?.map(scaledBy(1 / histograms.length)) ?? null),
	};
}

function scaledBy(factor: number): (bucket: Bucket) => Bucket {
	return ({upperMs, perSecond}) => ({upperMs, perSecond: perSecond * factor});
}

const silence: TrafficFigures = {requestsPerSecond: 0, errorsPerSecond: 0, buckets: null};
