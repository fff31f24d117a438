import type {Release} from '../../../domain/release/release.ts';
import type {QuantilePair} from '../../../domain/release/verdict.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {compareProportions, type ProportionComparison, type Tally} from '../../../statistics/compare-proportions.ts';
import {minimumRequests, toldQuantile} from '../../../statistics/histogram.ts';
import type {TrafficFigures} from '../../../traffic/row-traffic.ts';
import {chartsOf} from '../../questions/charts.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import type {Inputs} from '../../world/memory.ts';
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
	readonly p95: QuantilePair;
	readonly p99: QuantilePair;
	readonly windowSeconds: number;
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

/** Both versions in the last poll alone: a mean over minutes would tell of requests that have ended. */
export function presentSidesOf(context: EngineContext, state: State, release: Release): Sides | null {
	return release.incomparable === undefined ? sidesOver(acrossChange(context, state, release)) : null;
}

/** What sides are made of: of a period of now, or of the past. */
export type SidesPeriod = Pick<Period, 'stable' | 'canary' | 'seconds' | 'latencySeconds' | 'label' | 'isBeforeChange'>;

/** Both versions over this period; null without one. */
export function sidesOver(period: SidesPeriod | null): Sides | null {
	if (!period) return null;
	const {stable, canary, seconds, latencySeconds, label, isBeforeChange} = period;
	const stableTally = tally(stable, seconds);
	const canaryTally = tally(canary, seconds);
	const errors = compareProportions(canaryTally, stableTally);
	return {
		stable,
		canary,
		stableTally,
		canaryTally,
		errors,
		p95: quantilesOf(period, 0.95),
		p99: quantilesOf(period, 0.99),
		windowSeconds: seconds,
		latencySeconds,
		label,
		isBeforeChange,
	};
}

function quantilesOf({stable, canary, latencySeconds}: SidesPeriod, quantile: number): QuantilePair {
	const read = ({buckets}: TrafficFigures): number | null => {
		if (!buckets || (buckets.at(-1)?.perSecond ?? 0) * latencySeconds < minimumRequests(quantile)) return null;
		const found = toldQuantile(buckets, quantile);
		return found.kind === 'value' ? found.valueMs : null;
	};
	return {canaryMs: read(canary), stableMs: read(stable)};
}

function tally({requestsPerSecond, errorsPerSecond}: TrafficFigures, windowSeconds: number): Tally {
	return {requests: requestsPerSecond * windowSeconds, failures: errorsPerSecond * windowSeconds};
}
