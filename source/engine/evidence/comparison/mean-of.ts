import type {Release} from '../../../domain/release/release.ts';
import type {Bucket} from '../../../domain/signals/signals.ts';
import {sumBuckets} from '../../../domain/signals/sum-buckets.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatDuration} from '../../../domain/time.ts';
import {separateWindows} from '../../../statistics/compare-proportions.ts';
import type {TrafficFigures} from '../../../traffic/row-traffic.ts';
import {weightText} from '../text/weight-text.ts';
import {withoutGap} from './without-gap.ts';

/** Mean rates of both versions over one period, which never reaches back beyond the last weight change. */
export interface Period {
	readonly stable: TrafficFigures;
	readonly canary: TrafficFigures;
	readonly seconds: number;
	/** The seconds over which the latency buckets were counted: fewer where not every window told them. */
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
	/** The same for the latency buckets: the last poll stands in where no window of the period told any. */
	readonly latencyBasis: Period['basis'];
	readonly latencyPoints: readonly Point[];
}

/** What one window told of both versions. Rates over the window that ends then. */
export interface Point {
	readonly atMs: number;
	readonly windowSeconds: number;
	readonly stable: TrafficFigures;
	readonly canary: TrafficFigures;
}

/** The mean of those points that leave no time out up to the last; null for none. */
export function meanOf(
	all: readonly Point[],
	basis: Period['basis'],
	changedAtMs: number | null,
	release: Release,
): Period | null {
	const points = withoutGap(all);
	const [first] = points;
	const last = points.at(-1);
	if (!first || !last) return null;
	const seconds = secondsOf(points);
	const since = changedAtMs === null ? Number.POSITIVE_INFINITY : (last.atMs - changedAtMs) / 1000;
	// The period begins with the change itself, give or take one window.
	const isWhole = since - seconds <= 2 * first.windowSeconds;
	const duration = ident(formatDuration(seconds * 1000));
	const told = toldOf(points);
	return {
		stable: {...mean(points.map(point => point.stable)), buckets: bucketsOf(told, 'stable')},
		canary: {...mean(points.map(point => point.canary)), buckets: bucketsOf(told, 'canary')},
		seconds,
		latencySeconds: secondsOf(told),
		label: isWhole ? safe`since ${weightText(release)}, ${duration}` : safe`over ${duration}`,
		windows: separateWindows(points),
		isBeforeChange: false,
		basis,
		points,
		latencyBasis: basis,
		latencyPoints: told,
	};
}

/** Where no window of the period told histograms, those of the last poll stand in for them. */
export function withLatency(period: Period, [poll]: readonly Point[]): Period {
	if (!poll || period.stable.buckets || period.canary.buckets) return period;
	return {
		...period,
		stable: {...period.stable, buckets: poll.stable.buckets},
		canary: {...period.canary, buckets: poll.canary.buckets},
		latencySeconds: poll.windowSeconds,
		latencyBasis: 'poll',
		latencyPoints: [poll],
	};
}

/** The time that these points cover, which leave none out. */
function secondsOf(points: readonly Point[]): number {
	const [first] = points;
	const last = points.at(-1);
	return first && last ? (last.atMs - first.atMs) / 1000 + first.windowSeconds : 0;
}

/** The points that told the histograms of both versions, or of one where none told both, up to the last of them. */
function toldOf(points: readonly Point[]): readonly Point[] {
	const both = points.filter(({stable, canary}) => stable.buckets !== null && canary.buckets !== null);
	if (both.length > 0) return withoutGap(both);
	return withoutGap(points.filter(({stable, canary}) => stable.buckets !== null || canary.buckets !== null));
}

function mean(figures: readonly TrafficFigures[]): Omit<TrafficFigures, 'buckets'> {
	const count = figures.length;
	const sum = (of: (one: TrafficFigures) => number) => figures.reduce((total, one) => total + of(one), 0) / count;
	return {
		requestsPerSecond: sum(one => one.requestsPerSecond),
		errorsPerSecond: sum(one => one.errorsPerSecond),
	};
}

function bucketsOf(points: readonly Point[], side: 'stable' | 'canary'): TrafficFigures['buckets'] {
	const histograms = points.flatMap(point => (point[side].buckets ? [point[side].buckets] : []));
	return histograms.length === 0 ? null : (sumBuckets(histograms)?.map(scaledBy(1 / histograms.length)) ?? null);
}

function scaledBy(factor: number): (bucket: Bucket) => Bucket {
	return ({upperMs, perSecond}) => ({upperMs, perSecond: perSecond * factor});
}
