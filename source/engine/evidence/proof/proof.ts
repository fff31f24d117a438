import type {UnfollowedAnnotation} from '../../../domain/settings/judge-settings.ts';
import type {MeshId, Standpoint} from '../../../domain/signals/mesh-id.ts';
import type {Bucket, Viewpoint} from '../../../domain/signals/signals.ts';
import type {SafeText} from '../../../domain/text/safe-text.ts';
import type {Interval, Tally} from '../../../statistics/compare-proportions.ts';
import type {QuantilePlace} from '../../../statistics/histogram.ts';
import type {LeftOut} from '../../../traffic/row-samples.ts';
import type {RowTraffic} from '../../../traffic/row-traffic.ts';

/** The figures that can be proven, in the order of the screen. */
export const figures = ['errors', 'failures', 'requests', 'p50', 'p95', 'p99'] as const;
export type Figure = (typeof figures)[number];

/** Whose figure it is: all requests of the row, those of one version, or both versions compared. */
export type Subject = 'row' | 'stable' | 'canary' | 'compared';

export const quantiles = {p50: 0.5, p95: 0.95, p99: 0.99} as const;

export function isQuantile(figure: Figure): figure is keyof typeof quantiles {
	return figure in quantiles;
}

/** How one figure came about, as data: each equation holds its result and its terms. */
export interface Proof {
	readonly equations: readonly Equation[];
	/** Null where nothing was measured. */
	readonly asked: Asked | null;
	readonly counting: Counting | null;
	/** What others count of the same requests, and is never added. */
	readonly leftOut: readonly LeftOut[];
	readonly raw: Raw;
	/** Over which time the versions are compared: `since 20%, 4m12s`; null for the row's figures of the last poll. */
	readonly period: SafeText | null;
	/** Why the versions have no figures, or cannot be compared; null where they have. */
	readonly problem: SafeText | null;
}

/** Rates are a second. Ratios are 0–1. */
export type Equation =
	/** The sum of the rates of so many series. */
	| {readonly kind: 'sum'; readonly of: Counted; readonly perSecond: number; readonly series: number}
	/** The mean of the rates of so many instants. */
	| {readonly kind: 'mean'; readonly of: Counted; readonly perSecond: number; readonly instants: number}
	/** `ratio` is null without requests: a quotient by zero has no value. */
	| {
			readonly kind: 'ratio';
			readonly ratio: number | null;
			readonly failuresPerSecond: number;
			readonly requestsPerSecond: number;
	  }
	/** `perMinute` is null where no request was counted. */
	| {
			readonly kind: 'perMinute';
			readonly perMinute: number | null;
			readonly perSecond: number;
			readonly requestsPerSecond: number;
	  }
	/** `place` is null without a histogram that has requests; `valueMs` is null above the last finite bound,
	 * and within a first bucket that is too wide. */
	| {
			readonly kind: 'quantile';
			readonly quantile: number;
			readonly place: QuantilePlace | null;
			readonly valueMs: number | null;
	  }
	/** The size of the sample, and the least that the quantile needs. */
	| {
			readonly kind: 'sampleSize';
			readonly requests: number;
			readonly perSecond: number;
			readonly seconds: number;
			readonly needed: number;
	  }
	/** One version's ratio with its Wilson interval. Counts are rates times time. */
	| {
			readonly kind: 'wilson';
			readonly side: 'stable' | 'canary';
			readonly tally: Tally;
			readonly ratio: number;
			readonly interval: Interval;
	  }
	/** Canary minus stable, with Newcombe's interval from the two Wilson intervals. */
	| {
			readonly kind: 'difference';
			readonly difference: number;
			readonly canary: RatioWithInterval;
			readonly stable: RatioWithInterval;
			readonly interval: Interval;
	  }
	/** Failures a minute that stable would not have had, by the rows of the evidence since it is worse. */
	| {readonly kind: 'extra'; readonly perMinute: number; readonly low: number; readonly high: number}
	| {readonly kind: 'slower'; readonly byMs: number; readonly canaryMs: number; readonly stableMs: number}
	| {
			readonly kind: 'share';
			readonly share: number | null;
			readonly canaryPerSecond: number;
			readonly stablePerSecond: number;
	  };

export type Counted = 'requests' | 'failures';

export interface RatioWithInterval {
	readonly ratio: number;
	readonly interval: Interval;
}

/** The PromQL that was sent, and for which times by the server's clock. */
export interface Asked {
	readonly queries: readonly {readonly mesh: MeshId; readonly promql: SafeText}[];
	/** The window of the rates in the PromQL. */
	readonly windowSeconds: number;
	readonly at:
		| {readonly kind: 'instant'; readonly atMs: number}
		/** Asked at each of several polls. */
		| {readonly kind: 'instants'; readonly fromMs: number; readonly toMs: number; readonly count: number}
		/** Asked as one range; `count` of its instants lie in the compared period. */
		| {
				readonly kind: 'range';
				readonly startMs: number;
				readonly endMs: number;
				readonly stepSeconds: number;
				readonly fromMs: number;
				readonly toMs: number;
				readonly count: number;
		  };
}

/** Who counted, and what counts as failed. */
export interface Counting {
	readonly viewpoint: Viewpoint;
	readonly meshTitle: SafeText;
	readonly standpoint: Standpoint;
	/** What its metrics cannot tell. */
	readonly limits: readonly SafeText[];
	/** The mesh's own rule … */
	readonly failureRule: SafeText;
	/** … and what is configured beside it, or in its place; null where nothing is. */
	readonly failures: NonNullable<RowTraffic['failures']> | null;
	/** Annotations about failures that do not count. */
	readonly unfollowed: readonly UnfollowedAnnotation[];
}

/** What the sums were made of, the biggest first. */
export type Raw =
	| {readonly kind: 'none'}
	/** `sums` are of all `total` series. */
	| {
			readonly kind: 'series';
			readonly series: readonly RawSeries[];
			readonly total: number;
			readonly sums: Rates;
			/** How the series were asked for, for the same instant; null before they are told: then these are the sums by
			 * service and workload that perch keeps of an answer. */
			readonly again: Asked | null;
	  }
	| {readonly kind: 'instants'; readonly instants: readonly RawInstant[]; readonly total: number}
	| {readonly kind: 'buckets'; readonly buckets: readonly Bucket[]};

export interface Rates {
	readonly requestsPerSecond: number;
	readonly failuresPerSecond: number;
}

export interface RawSeries extends Rates {
	readonly labels: readonly Label[];
	/** The version that it counts for; null for requests that belong to none. */
	readonly version: SafeText | null;
}

export interface Label {
	readonly name: SafeText;
	readonly value: SafeText;
}

export interface RawInstant extends Rates {
	readonly atMs: number;
}
