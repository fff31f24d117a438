import type {Semantics} from '../semantics.ts';
import type {Sample} from '../series-source.ts';
import type {Window} from '../values.ts';

/** Prometheus' `rate` (per second) and `increase` of a counter: the increase between the first and the last sample,
 * corrected for resets, and extrapolated to the whole range unless the series begins or ends well inside it. */
export const extrapolatedIncrease = (window: Window, per: 'second' | 'range', semantics: Semantics) => {
	const span = window.span();
	if (span === undefined || span.count < 2) return undefined;
	const {first, last, count} = span;
	const increase = last.value - first.value + (window.isMonotone ? 0 : lostInResets(window.samples()));

	const sampledSeconds = (last.atMs - first.atMs) / 1000;
	const betweenSeconds = sampledSeconds / (count - 1);
	const thresholdSeconds = betweenSeconds * 1.1;
	const limitToZero = (seconds: number) => {
		if (!(increase > 0 && first.value >= 0)) return seconds;
		return Math.min(seconds, sampledSeconds * (first.value / increase));
	};
	const assumed = (seconds: number) => (seconds < thresholdSeconds ? seconds : betweenSeconds / 2);

	const toStart = (first.atMs - window.fromMs) / 1000;
	const toEnd = (window.toMs - last.atMs) / 1000;
	const before =
		semantics.zeroLimit === 'before-threshold' ? assumed(limitToZero(toStart)) : limitToZero(assumed(toStart));
	const factor = (sampledSeconds + before + assumed(toEnd)) / sampledSeconds;
	const rangeSeconds = (window.toMs - window.fromMs) / 1000;
	return increase * (per === 'second' ? factor / rangeSeconds : factor);
};

/** The rate per second between the last two samples. */
export const instantRate = (window: Window): number | undefined => {
	const [previous, last] = window.samples().slice(-2);
	if (previous === undefined || last === undefined) return undefined;
	const increase = last.value < previous.value ? last.value : last.value - previous.value;
	return increase / ((last.atMs - previous.atMs) / 1000);
};

const lostInResets = (samples: readonly Sample[]): number => {
	let lost = 0;
	for (let index = 1; index < samples.length; index += 1) {
		const previous = samples[index - 1]?.value ?? 0;
		if ((samples[index]?.value ?? 0) < previous) lost += previous;
	}
	return lost;
};
