import type {Release} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {QuantilePair} from '../../domain/verdict.ts';
import {compareLatency, isSlower, type SlowShare} from '../../statistics/compare-latency.ts';
import {
	compareProportions,
	extraFailuresPerMinute,
	isBeyondChance,
	leastWindows,
	type ProportionComparison,
	type Tally,
} from '../../statistics/compare-proportions.ts';
import {histogramQuantile, minimumRequests} from '../../statistics/histogram.ts';
import type {TrafficFigures} from '../../traffic/row-traffic.ts';
import {chartsOf} from '../questions/charts.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import type {Inputs} from '../world/memory.ts';
import type {Period} from './mean-of.ts';
import {acrossChange, comparedPeriod, recentPeriod} from './period.ts';

/** Stable and canary over the same window, as measured. */
export interface Sides {
	readonly stable: TrafficFigures;
	readonly canary: TrafficFigures;
	readonly stableTally: Tally;
	readonly canaryTally: Tally;
	/** `noTraffic` when one of the versions got no requests. */
	readonly errors: ProportionComparison | 'noTraffic';
	/** Failures a minute that stable would not have had; null when the difference may be chance. */
	readonly extraPerMinute: number | null;
	/** How many requests of each are slow; empty where no histograms of both were told. */
	readonly slow: readonly SlowShare[];
	/** That of them where clearly more of the canary's requests are slow, and most times more; null where none is
	 * seen. */
	readonly slower: SlowShare | null;
	readonly p95: QuantilePair;
	readonly p99: QuantilePair;
	/** There were histograms of both versions to compare, over enough windows. */
	readonly isLatencyJudged: boolean;
	/** Windows of the period that do not overlap. */
	readonly windows: number;
	readonly windowSeconds: number;
	/** Of one of its windows. */
	readonly eachSeconds: number;
	readonly latencySeconds: number;
	/** The period: `since 20%, 4m12s`. */
	readonly label: SafeText;
	/** Part of the figures is from before the last weight change. */
	readonly isBeforeChange: boolean;
}

/** Both versions over the longest period. Null without a canary, without a measurement, where the versions
 * cannot be told apart, or where what they answer cannot be compared. */
export function sidesOf(context: EngineContext, state: State, release: Release): Sides | null {
	return once(context, state, release, 'sides', () => comparedPeriod(context, state, release));
}

/** `CANNOT COMPARE: header route`, where the versions get different requests; null where they can be compared. */
export function incomparableText({incomparable}: Release): SafeText | null {
	return incomparable === undefined ? null : safe`CANNOT COMPARE: ${incomparable}`;
}

/** Both versions over the last minutes. */
export function recentSidesOf(context: EngineContext, state: State, release: Release): Sides | null {
	return once(context, state, release, 'recent sides', () => recentPeriod(context, state, release));
}

/** Every release is compared for each frame: once for the same figures. */
function once(
	context: EngineContext,
	state: State,
	release: Release,
	slot: string,
	period: () => Period | null,
): Sides | null {
	if (release.incomparable !== undefined) return null;
	const inputs = figuresOf(context, state, release);
	return context.derive.rememberWhile(state, `${slot} ${release.key}`, inputs, () => sidesOver(period()));
}

/** Everything that a comparison of this release's versions follows from; first what every poll brings anew, so that
 * nothing is kept of releases that are gone. */
export function figuresOf({derive}: EngineContext, state: State, release: Release): Inputs {
	const {metrics, cluster} = state;
	return [
		derive.rows(state),
		release,
		metrics.observed[release.key],
		metrics.source,
		derive.traffic(state),
		chartsOf(metrics, release.key),
		derive.pastAnchors(state),
		cluster.weightChanges[release.key],
	];
}

/** Both versions over the period that the verdict speaks of. */
export function tellingSidesOf(context: EngineContext, state: State, release: Release): Sides | null {
	return isOfLate(context, state, release) ? recentSidesOf(context, state, release) : sidesOf(context, state, release);
}

/** The period that the verdict speaks of: the last minutes where they show harm, else the whole one. */
export function tellingPeriod(context: EngineContext, state: State, release: Release): Period | null {
	return isOfLate(context, state, release)
		? recentPeriod(context, state, release)
		: comparedPeriod(context, state, release);
}

function isOfLate(context: EngineContext, state: State, release: Release): boolean {
	const recent = recentSidesOf(context, state, release);
	return recent !== null && (recent.extraPerMinute !== null || recent.slower !== null);
}

/** Both versions in the last poll alone: a mean over minutes would tell of requests that have ended. */
export function presentSidesOf(context: EngineContext, state: State, release: Release): Sides | null {
	return release.incomparable === undefined ? sidesOver(acrossChange(context, state, release)) : null;
}

/** Failures a minute that stable would not have had; null when the difference may be chance, or is over. */
export function harmOf(context: EngineContext, state: State, release: Release): number | null {
	return harmSidesOf(context, state, release)?.extraPerMinute ?? null;
}

/** Both versions over the period that shows extra failures: the last minutes, else the whole one unless they show that
 * it is over; null where none does. */
export function harmSidesOf(context: EngineContext, state: State, release: Release): Sides | null {
	const recent = recentSidesOf(context, state, release);
	if (typeof recent?.extraPerMinute === 'number') return recent;
	const whole = sidesOf(context, state, release);
	if (typeof whole?.extraPerMinute !== 'number') return null;
	return recent && isOver(whole.errors, recent.errors) ? null : whole;
}

/** Whether the last minutes lie clearly below what the whole period shows. */
export function isOver(whole: Sides['errors'], recent: Sides['errors']): boolean {
	return whole !== 'noTraffic' && recent !== 'noTraffic' && recent.interval.high < whole.interval.low;
}

/** Both versions over this period, and what is beyond chance; null without one. */
export function sidesOver(period: Period | null): Sides | null {
	if (!period) return null;
	const {both} = period;
	const compared = both === null ? [] : compareLatency(both);
	const slower = compared.filter(share => both !== null && isSlower(share, both.windows));
	const {stable, canary, seconds, windows, latencySeconds, label, isBeforeChange, points} = period;
	const stableTally = tally(stable, seconds);
	const canaryTally = tally(canary, seconds);
	const errors = compareProportions(canaryTally, stableTally);
	const extraPerMinute =
		errors !== 'noTraffic' && isBeyondChance(errors, windows)
			? extraFailuresPerMinute(errors, canary.requestsPerSecond).estimate
			: null;
	return {
		stable,
		canary,
		stableTally,
		canaryTally,
		errors,
		extraPerMinute,
		slow: compared,
		p95: quantilesOf(period, 0.95),
		p99: quantilesOf(period, 0.99),
		slower: slower.toSorted((one, other) => timesMore(other) - timesMore(one))[0] ?? null,
		isLatencyJudged: both !== null && both.windows >= leastWindows && compared.length > 0,
		windows,
		windowSeconds: seconds,
		eachSeconds: points.at(-1)?.windowSeconds ?? 0,
		latencySeconds,
		label,
		isBeforeChange,
	};
}

function quantilesOf({stable, canary, latencySeconds}: Period, quantile: number): QuantilePair {
	const read = ({buckets}: TrafficFigures): number | null => {
		if (!buckets || (buckets.at(-1)?.perSecond ?? 0) * latencySeconds < minimumRequests(quantile)) return null;
		const found = histogramQuantile(buckets, quantile);
		return found.kind === 'value' ? found.valueMs : null;
	};
	return {canaryMs: read(canary), stableMs: read(stable)};
}

function timesMore({shares}: SlowShare): number {
	return shares.canaryRatio / shares.stableRatio;
}

function tally({requestsPerSecond, errorsPerSecond}: TrafficFigures, windowSeconds: number): Tally {
	return {requests: requestsPerSecond * windowSeconds, failures: errorsPerSecond * windowSeconds};
}
