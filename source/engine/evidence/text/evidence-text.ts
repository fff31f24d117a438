import type {ErrorEvidence, LatencyEvidence, QuantilePair} from '../../../domain/release/verdict.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {decimal, milliseconds, percentOf, slowerBy} from './figures.ts';

/** `fails 5.3 in 1,000, stable 1.0`, `p99 3× slower`. */
export function evidenceParts(errors: ErrorEvidence | null, latency: LatencyEvidence | null): readonly SafeText[] {
	return [...(errors ? [errorsText(errors)] : []), ...(latency ? [latencyText(latency)] : [])];
}

function errorsText({ratios, atLeastRatio}: ErrorEvidence): SafeText {
	// Right after a change no row tells both shares.
	if (ratios === null) return safe`fails ${inThousand(atLeastRatio)} more than stable at least`;
	const {canary, stable} = ratios;
	// A share that is rounded to 100 in 1,000 is told in percent as well.
	return canary >= 0.0995
		? safe`fails ${percentOf(canary)}, stable ${percentOf(stable)}`
		: safe`fails ${inThousand(canary)}, stable ${decimal(stable * 1000)}`;
}

function inThousand(ratio: number): SafeText {
	return safe`${decimal(ratio * 1000)} in 1,000`;
}

function latencyText({boundMs, ratios, p95, p99}: LatencyEvidence): SafeText {
	const moved = [
		{name: safe`p95`, factor: factorOf(p95), pair: p95},
		{name: safe`p99`, factor: factorOf(p99), pair: p99},
	].toSorted((one, other) => other.factor - one.factor)[0];
	if (!moved || moved.factor <= 1) {
		if (ratios === null) return safe`more take over ${milliseconds(boundMs)} than of stable`;
		const {canary, stable} = ratios;
		return safe`${percentOf(canary)} take over ${milliseconds(boundMs)}, stable ${percentOf(stable)}`;
	}
	return safe`${moved.name} ${slowerText(moved.pair)}`;
}

function factorOf({canaryMs, stableMs}: QuantilePair): number {
	return canaryMs === null || stableMs === null ? 0 : canaryMs / stableMs;
}

function slowerText({canaryMs, stableMs}: QuantilePair): SafeText {
	const {isTimes, text} = slowerBy(canaryMs ?? 0, stableMs ?? 0);
	return isTimes ? safe`${text} slower` : text;
}
