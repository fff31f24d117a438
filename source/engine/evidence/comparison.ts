import type {Release} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {
	compareProportions,
	extraFailuresPerMinute,
	isBeyondChance,
	type ProportionComparison,
	type Tally,
} from '../../statistics/compare-proportions.ts';
import type {RowTraffic, TrafficFigures} from '../../traffic/row-traffic.ts';
import {rowOfRelease} from '../../traffic/rows.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {decimal} from './figures.ts';
import {acrossChange, comparedPeriod, type Period, recentPeriod} from './period.ts';

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
	readonly windowSeconds: number;
	readonly latencySeconds: number;
	/** The period: `since 20%, 4m12s`. */
	readonly label: SafeText;
	/** Part of the figures is from before the last weight change. */
	readonly isBeforeChange: boolean;
}

/** The measured row of a release: its own, or that of the Service in front of its pods. */
export function releaseTraffic(context: EngineContext, state: State, release: Release): RowTraffic | null {
	const row = rowOfRelease(context.derive.rows(state), release.key);
	return row === null ? null : (context.derive.traffic(state)?.rows.get(row) ?? null);
}

/** Both versions over the longest period. Null without a canary, without a measurement, where the versions
 * cannot be told apart, or where what they answer cannot be compared. */
export function sidesOf(context: EngineContext, state: State, release: Release): Sides | null {
	return release.incomparable === undefined ? sidesOver(comparedPeriod(context, state, release)) : null;
}

/** `CANNOT COMPARE: header route`, where the versions get different requests; null where they can be compared. */
export function incomparableText({incomparable}: Release): SafeText | null {
	return incomparable === undefined ? null : safe`CANNOT COMPARE: ${incomparable}`;
}

/** Both versions over the last minutes. */
export function recentSidesOf(context: EngineContext, state: State, release: Release): Sides | null {
	return release.incomparable === undefined ? sidesOver(recentPeriod(context, state, release)) : null;
}

/** Both versions in the last poll alone: a mean over minutes would tell of requests that have ended. */
export function presentSidesOf(context: EngineContext, state: State, release: Release): Sides | null {
	return release.incomparable === undefined ? sidesOver(acrossChange(context, state, release)) : null;
}

/** Failures a minute that stable would not have had, of the last minutes, else of the whole period; null when
 * the difference may be chance. */
export function harmOf(context: EngineContext, state: State, release: Release): number | null {
	const recent = recentSidesOf(context, state, release)?.extraPerMinute ?? null;
	return recent ?? sidesOf(context, state, release)?.extraPerMinute ?? null;
}

function sidesOver(period: Period | null): Sides | null {
	if (!period) return null;
	const {stable, canary, seconds, windows, latencySeconds, label, isBeforeChange} = period;
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
		windowSeconds: seconds,
		latencySeconds,
		label,
		isBeforeChange,
	};
}

/** `~41 extra/min · 5.2 vs 1.0 fail/1k`; null when there is nothing to compare. The harm is that of `harmOf`. */
export function comparisonText(sides: Sides | null, extraPerMinute: number | null): SafeText | null {
	if (!sides) return null;
	if (sides.canary.requestsPerSecond === 0) {
		// Figures from before the change say nothing about the share that the canary has now.
		return sides.isBeforeChange ? safe`not measured since the weight changed` : safe`no requests to the canary`;
	}
	if (sides.errors === 'noTraffic') return safe`no requests to stable to compare with`;
	const {canaryRatio, stableRatio} = sides.errors;
	// Put the harm first: where room is short, the end is cut.
	const harm = extraPerMinute === null ? safe`` : safe`~${decimal(extraPerMinute)} extra/min · `;
	return safe`${harm}${decimal(canaryRatio * 1000)} vs ${decimal(stableRatio * 1000)} fail/1k`;
}

function tally({requestsPerSecond, errorsPerSecond}: TrafficFigures, windowSeconds: number): Tally {
	return {requests: requestsPerSecond * windowSeconds, failures: errorsPerSecond * windowSeconds};
}
