import type {Result} from '../domain/result.ts';
import type {MeshId} from '../domain/signals/mesh-id.ts';
import type {MetricSample} from '../domain/signals/metric-sample.ts';
import type {Matchers} from '../domain/signals/series-scope.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/** What the engine asks of a Prometheus. No call throws for what a server or a network may do. */
export interface MetricsPort {
	/** Where the figures come from, for the screen: host, or the Service behind the API server's proxy. */
	readonly source: SafeText;
	/** Which series belong to the watched cluster, as the operator says. Names and intervals are asked of
	 * these alone; each caller puts the matchers into every selector of its PromQL. */
	readonly matchers: Matchers;
	/** The metrics that exist, of those that these names (regular expressions, anchored) fit. */
	metricNames(names: readonly string[], signal: AbortSignal): Promise<Result<readonly string[], MetricsError>>;
	/** The names of the labels that these metrics have; none where the server does not tell. */
	labelNames(metricNames: readonly string[], signal: AbortSignal): Promise<readonly string[]>;
	/** Seconds between scrapes: measured from `up`, else on the metrics themselves; the configured figure
	 * where that fails. Of the jobs that have `metricNames` (regular expressions, anchored) where they are
	 * given and found, else of most jobs. */
	scrapeIntervalSeconds(signal: AbortSignal, metricNames?: readonly string[]): Promise<Result<number, MetricsError>>;
	instant(query: InstantQuery, signal: AbortSignal): Promise<Result<InstantAnswer, MetricsError>>;
	range(query: RangeQuery, signal: AbortSignal): Promise<Result<RangeAnswer, MetricsError>>;
	close(): void;
}

export interface InstantQuery {
	readonly promql: string;
	/** Larger bodies are refused; 8 MiB when left out. */
	readonly maximumBytes?: number;
}

export interface RangeQuery extends InstantQuery {
	readonly startMs: number;
	readonly endMs: number;
	readonly stepSeconds: number;
}

export interface InstantAnswer {
	readonly samples: readonly MetricSample[];
	/** The instant that the server evaluated. */
	readonly atMs: number;
	/** Not empty when the answer is partial. */
	readonly warnings: readonly SafeText[];
	/** How much was sent, unpacked; left out where that is not known. */
	readonly bytes?: number;
}

export interface RangeAnswer {
	/** One instant after another, ascending; instants without samples are left out. */
	readonly instants: readonly {
		readonly atMs: number;
		readonly samples: readonly MetricSample[];
	}[];
	readonly warnings: readonly SafeText[];
	/** As with `InstantAnswer`. */
	readonly bytes?: number;
}

/** Why a query gave nothing, with a message that is safe to show. */
export interface MetricsError {
	readonly kind:
		| 'notConfigured'
		/** This Prometheus holds series of several clusters: the operator must say which are meant. */
		| 'severalClusters'
		/** There are series, but each has too few samples for a rate over the window. */
		| 'tooFewSamples'
		| 'unreachable'
		| 'timeout'
		| 'tls'
		| 'unauthorized'
		| 'forbidden'
		| 'badQuery'
		| 'tooMuch'
		| 'unavailable'
		| 'malformed'
		| 'cancelled';
	readonly status: number | null;
	readonly message: SafeText;
	/** How long the server asks to be left alone; left out where it does not. */
	readonly retryAfterSeconds?: number;
	/** Where no provider is measured: what there is of them. */
	readonly remains?: Remains;
}

export interface Remains {
	/** Metrics that have the name of its own, and not its labels. */
	readonly unlabelled: readonly {readonly mesh: MeshId; readonly metric: string}[];
	/** Providers of which there is something in place of their metrics, which the message tells of one. */
	readonly replaced: readonly MeshId[];
}
