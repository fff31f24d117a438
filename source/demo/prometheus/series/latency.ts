/** Istio's default bounds of `istio_request_duration_milliseconds`, without +Inf. */
export const latencyBoundsMs: readonly number[] = [
	0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
	3_600_000,
];

/** The default bounds of Prometheus' Go library, without +Inf. */
export const goBoundsMs: readonly number[] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

/** A log-normal distribution of durations. */
export interface Latency {
	readonly medianMs: number;
	/** The standard deviation of the logarithm. */
	readonly spread: number;
}

/** The share of durations up to `boundMs`, 0–1. */
export const shareUpTo = ({medianMs, spread}: Latency, boundMs: number): number => {
	if (boundMs === Number.POSITIVE_INFINITY) return 1;
	return normalShareBelow(Math.log(boundMs / medianMs) / spread);
};

export const meanMs = ({medianMs, spread}: Latency): number => medianMs * Math.exp(spread ** 2 / 2);

/** Φ by Abramowitz and Stegun 7.1.26; its error is below 1.5e-7. */
const normalShareBelow = (deviations: number): number => {
	const x = Math.abs(deviations) / Math.SQRT2;
	const t = 1 / (1 + 0.327_591_1 * x);
	const polynomial =
		((((1.061_405_429 * t - 1.453_152_027) * t + 1.421_413_741) * t - 0.284_496_736) * t + 0.254_829_592) * t;
	const tail = (polynomial * Math.exp(-x * x)) / 2;
	return deviations < 0 ? tail : 1 - tail;
};
