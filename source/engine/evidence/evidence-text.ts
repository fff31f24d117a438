import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {ErrorEvidence, LatencyEvidence, QuantilePair} from '../../domain/verdict.ts';
import {decimal, milliseconds, percentOf, slowerBy} from './figures.ts';

/** `fails 5.3 in 1,000, stable 1.0`, `p99 3× slower`. */
export function evidenceParts(errors: ErrorEvidence | null, latency: LatencyEvidence | null): readonly SafeText[] {
	return [...(errors ? [errorsText(errors)] : []), ...(latency ? [latencyText(latency)] : [])];
}

function errorsText({canaryRatio, stableRatio}: ErrorEvidence): SafeText {
	// A share that is rounded to 100 in 1,000 is told in percent as well.
	return canaryRatio >= 0.0995
		? safe`fails ${percentOf(canaryRatio)}, stable ${percentOf(stableRatio)}`
		: safe`fails ${decimal(canaryRatio * 1000)} in 1,000, stable ${decimal(stableRatio * 1000)}`;
}

function latencyText({boundMs, canaryShare, stableShare, p95, p99}: LatencyEvidence): SafeText {
	const moved = [
		{name: safe`p95`, factor: factorOf(p95), pair: p95},
		{name: safe`p99`, factor: factorOf(p99), pair: p99},
	].toSorted((one, other) => other.factor - one.factor)[0];
	if (!moved || moved.factor <= 1)
		return safe`${percentOf(canaryShare)} take over ${milliseconds(boundMs)}, stable ${percentOf(stableShare)}`;
	return safe`${moved.name} ${slowerText(moved.pair)}`;
}

function factorOf({canaryMs, stableMs}: QuantilePair): number {
	return canaryMs === null || stableMs === null ? 0 : canaryMs / stableMs;
}

function slowerText({canaryMs, stableMs}: QuantilePair): SafeText {
	const {isTimes, text} = slowerBy(canaryMs ?? 0, stableMs ?? 0);
	return isTimes ? safe`${text} slower` : text;
}
