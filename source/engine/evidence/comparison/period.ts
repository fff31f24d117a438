import type {Release} from '../../../domain/release/release.ts';
import {leastWindows} from '../../../statistics/compare-proportions.ts';
import type {RowTraffic, TrafficFigures} from '../../../traffic/row-traffic.ts';
import {chartsOf} from '../../questions/charts.ts';
import {trafficOf} from '../../questions/poll.ts';
import type {Observation} from '../../state/metrics-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {lastChange} from '../../world/last-change.ts';
import {whichMeshOf} from '../which-mesh.ts';
import {chartRows} from './chart-rows.ts';
import {meanOf, type Period, type Point, withLatency} from './mean-of.ts';
import {releaseTraffic} from './release-traffic.ts';

/** Without a chart, figures are summed up over at most this long, or over this many windows if those are
 * longer: three windows that do not overlap show what is more than chance. */
const observedMs = 120_000;
const observedWindows = 4;

/** How far the last minutes reach back from the last window. */
export function recentMs(windowSeconds: number): number {
	return Math.max(observedMs, (observedWindows - 1) * windowSeconds * 1000);
}

/** The longest period by which the versions can be judged, of an open chart, of the recent polls, or of the last window;
 * the longest one where none has enough windows. A chart may tell less than the polls, or have wider windows: what perch
 * concludes must not depend on what is open.
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
		.toSorted((one, other) => Number(isJudgeable(other)) - Number(isJudgeable(one)) || other.seconds - one.seconds);
	if (longest) return withLatency(longest, lastPoll(context, state, release));
	// Right after a change no window lies wholly after it: only the last window is left.
	return acrossChange(context, state, release);
}

function isJudgeable({windows}: Period): boolean {
	return windows >= leastWindows;
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
function observedPeriod(
	release: Release,
	observations: readonly Observation[],
	changedAtMs: number | null,
): Period | null {
	return meanOf(afterChange(observedPoints(observations, release), changedAtMs), 'polls', changedAtMs, release);
}

/** The points whose windows lie wholly after the last change of the weight. */
function afterChange(points: readonly Point[], changedAtMs: number | null): readonly Point[] {
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
function chartPoints(context: EngineContext, state: State, release: Release): readonly Point[] {
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

function observedPoints(observations: readonly Observation[], release: Release): readonly Point[] {
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

const silence: TrafficFigures = {requestsPerSecond: 0, errorsPerSecond: 0, buckets: null};
