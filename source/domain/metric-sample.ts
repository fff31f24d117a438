import type {SafeText} from './safe-text.ts';

/** One sample of an instant. `value` may be NaN or infinite, as Prometheus said it. */
export interface MetricSample {
	/** Neutralised values. */
	readonly labels: Readonly<Record<string, SafeText>>;
	readonly value: number;
}
