import type {SafeText} from './safe-text.ts';

/** One sample of an instant. `value` may be NaN or infinite, as Prometheus said it. */
export interface MetricSample {
	/** Neutralised values. */
	readonly labels: Readonly<Record<string, SafeText>>;
	readonly value: number;
}

/** Which metrics exist, as far as they were asked for. */
export interface MetricInventory {
	readonly metricNames: readonly string[];
	/** Values of labels that decide between providers; empty when they were not asked for. */
	readonly labelValues: Readonly<Record<string, readonly string[]>>;
}
