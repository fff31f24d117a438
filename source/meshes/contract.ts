import type {MetricInventory, MetricSample} from '../domain/metric-sample.ts';
import type {SafeText} from '../domain/safe-text.ts';
import type {LatencySample, TrafficSample} from '../domain/signals.ts';

/** A metrics provider: a pure translator from questions to PromQL and from answers to our words. */
export interface Mesh {
	readonly id: string;
	readonly title: SafeText;
	/** Names of metrics whose presence is asked of Prometheus, anchored regular expressions. */
	readonly metricNames: readonly string[];
	/** Labels whose values tell this provider from others with the same metrics; asked for along with the names. */
	readonly labelNames: readonly string[];
	detect(inventory: MetricInventory): Detection;
	/** Rates of all services and versions: one query, whatever their number. */
	traffic(windowSeconds: number): MeshQuery<readonly TrafficSample[]>;
	/** Latency histograms, only of the services named: their cost grows with the answer. */
	latency(services: readonly ServiceName[], windowSeconds: number): MeshQuery<readonly LatencySample[]>;
	/**
	 * The newest sample's time by the server's clock, milliseconds since the epoch, in one small answer; null when the
	 * server counts no sample as current.
	 */
	newestSample(): MeshQuery<number | null>;
	/** The same of the services named only: for trends and charts, asked as a range. */
	trafficOf(services: readonly ServiceName[], windowSeconds: number): MeshQuery<readonly TrafficSample[]>;
	/** The highest rate of all these services together over `overSeconds`, requests a second; null when none is known. */
	peak(services: readonly ServiceName[], overSeconds: number): MeshQuery<number | null>;
}

/** PromQL and how to read its answer. Sent as an instant or a range query; a range is read one instant at a time. */
export interface MeshQuery<T> {
	readonly promql: string;
	/** `samples` of one instant. Series that say nothing to us are left out and counted by `unmatched`. */
	read(samples: readonly MetricSample[]): MeshAnswer<T>;
}

export interface MeshAnswer<T> {
	readonly value: T;
	readonly unmatched: number;
}

export interface ServiceName {
	readonly namespace: string;
	readonly name: string;
}

export type Detection = {readonly kind: 'absent'} | {readonly kind: 'present'; readonly because: SafeText};
