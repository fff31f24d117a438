import type {LatencyReading} from '../../../domain/reading.ts';
import type {Estimated} from '../../../domain/release/verdict.ts';
import {type Tally, wilsonInterval} from '../../../statistics/compare-proportions.ts';
import {bucketOfQuantile, minimumRequests, toldQuantile} from '../../../statistics/histogram.ts';
import {measuredDifference} from '../../../statistics/measured-difference.ts';
import type {TrafficFigures} from '../../../traffic/row-traffic.ts';
import type {Sides} from '../comparison/comparison.ts';
import {type Counted, type Equation, type Figure, isQuantile, quantiles} from './proof.ts';

/** How the rates of the figures came about: summed over so many series, of which some count failures, or the mean of
 * several instants. */
export type Made =
	| {readonly kind: 'sum'; readonly requests: number; readonly failures: number}
	| {readonly kind: 'mean'; readonly instants: number};

/** The arithmetic of one figure, from the rates and the buckets on. `latencySeconds`: over which the buckets count. */
export function equationsOf(
	figure: Figure,
	figures: TrafficFigures,
	made: Made,
	latencySeconds: number,
): readonly Equation[] {
	const {requestsPerSecond, errorsPerSecond} = figures;
	if (isQuantile(figure)) return quantileEquations(quantiles[figure], figures, latencySeconds);
	const rate = (of: Counted): Equation => {
		const perSecond = of === 'requests' ? requestsPerSecond : errorsPerSecond;
		if (made.kind === 'mean') return {kind: 'mean', of, perSecond, instants: made.instants};
		return {kind: 'sum', of, perSecond, series: made[of]};
	};
	if (figure === 'requests') return [rate('requests')];
	if (figure === 'failures') {
		const perMinute = requestsPerSecond === 0 ? null : errorsPerSecond * 60;
		return [{kind: 'perMinute', perMinute, perSecond: errorsPerSecond, requestsPerSecond}, rate('failures')];
	}
	const ratio = requestsPerSecond === 0 ? null : errorsPerSecond / requestsPerSecond;
	return [
		{kind: 'ratio', ratio, failuresPerSecond: errorsPerSecond, requestsPerSecond},
		rate('failures'),
		rate('requests'),
	];
}

function quantileEquations(quantile: number, {buckets}: TrafficFigures, latencySeconds: number): readonly Equation[] {
	const histogram = buckets ?? [];
	const found = toldQuantile(histogram, quantile);
	const perSecond = histogram.at(-1)?.perSecond ?? 0;
	return [
		{
			kind: 'quantile',
			quantile,
			place: bucketOfQuantile(histogram, quantile),
			valueMs: found.kind === 'value' ? found.valueMs : null,
		},
		{
			kind: 'sampleSize',
			requests: perSecond * latencySeconds,
			perSecond,
			seconds: latencySeconds,
			needed: minimumRequests(quantile),
		},
	];
}

/** The difference of the failure ratios with its interval. None where one of the versions got no requests. */
export function comparedErrors({errors, stableTally, canaryTally}: Sides): readonly Equation[] {
	if (errors === 'noTraffic') return [];
	const {difference, interval, canaryRatio, stableRatio} = errors;
	const canary = wilson('canary', canaryTally, canaryRatio);
	const stable = wilson('stable', stableTally, stableRatio);
	return [{kind: 'difference', difference, canary, stable, interval}, canary, stable];
}

/** Failures a minute that stable would not have had, by the evidence; null where that convicts nobody. */
export function comparedFailures(sides: Sides, extra: Estimated | null): readonly Equation[] {
	if (sides.errors === 'noTraffic') return [];
	const own: readonly Equation[] =
		extra === null ? [] : [{kind: 'extra', perMinute: extra.estimate, low: extra.low, high: extra.high}];
	return [...own, ...comparedErrors(sides)];
}

export function comparedRequests({stable, canary}: Sides): readonly Equation[] {
	const [canaryPerSecond, stablePerSecond] = [canary.requestsPerSecond, stable.requestsPerSecond];
	const total = stablePerSecond + canaryPerSecond;
	return [{kind: 'share', share: total > 0 ? canaryPerSecond / total : null, canaryPerSecond, stablePerSecond}];
}

/** None unless both versions have the quantile. */
export function comparedQuantile(canary: LatencyReading, stable: LatencyReading): readonly Equation[] {
	const [canaryMs, stableMs] = [valueIn(canary), valueIn(stable)];
	if (canaryMs === null || stableMs === null) return [];
	return [{kind: 'slower', byMs: measuredDifference(canaryMs, stableMs), canaryMs, stableMs}];
}

function valueIn(reading: LatencyReading): number | null {
	return reading.kind === 'value' || reading.kind === 'stale' ? reading.value : null;
}

function wilson(side: 'stable' | 'canary', tally: Tally, ratio: number): Extract<Equation, {kind: 'wilson'}> {
	const interval = wilsonInterval(tally);
	return {kind: 'wilson', side, tally, ratio, interval: interval === 'noTraffic' ? {low: 0, high: 1} : interval};
}
