import type {AnchorKey, ReleaseKey} from '../../domain/keys.ts';
import type {Reading} from '../../domain/reading.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {FooterView} from './footer.ts';
import type {HeaderView} from './header.ts';

/** The home screen: releases that need a person, then every service. */
export interface HomeView {
	readonly header: HeaderView;
	readonly counts: {readonly needsYou: number; readonly moving: number; readonly quiet: number};
	readonly attention: readonly AttentionRow[];
	/** Only the rows that fit; `offset` of `total` after the filter. */
	readonly services: readonly ServiceRow[];
	readonly offset: number;
	readonly total: number;
	readonly sort: {readonly column: SortColumn; readonly isDescending: boolean};
	/** Shown in place of the table: loading, nothing here, nothing matches, forbidden. Says what to do next. */
	readonly empty: SafeText | null;
	/** Series that fit no row. */
	readonly unmatchedSeries: number;
	readonly footer: FooterView;
}

export type SortColumn = 'name' | 'rps' | 'errors' | 'p95' | 'p99';

/** One release that waits for a person, fails or moves. */
export interface AttentionRow {
	readonly key: ReleaseKey;
	readonly isSelected: boolean;
	readonly tone: Tone;
	/** `✖ ABORTED`, `‖ HELD`, `▶ MOVING`: glyph, then the word. */
	readonly glyph: SafeText;
	readonly word: SafeText;
	/** `shop/checkout`, the host that callers use. */
	readonly name: SafeText;
	/** The tag on its way in. */
	readonly tag: SafeText;
	/** `20% held 4m`, `5%→10% in 1m12s`. */
	readonly where: SafeText;
	/** `5.2 vs 1.0 fail/1k`, or why it failed; null when nothing is known. */
	readonly comparison: SafeText | null;
	readonly controller: SafeText;
}

export type Tone = 'critical' | 'warning' | 'good' | 'moving' | 'quiet';

export interface ServiceRow {
	readonly key: AnchorKey;
	readonly isSelected: boolean;
	readonly name: SafeText;
	readonly requestsPerSecond: Reading;
	/** 0–1. */
	readonly errorRatio: Reading;
	readonly latencyP50Ms: LatencyReading;
	readonly latencyP95Ms: LatencyReading;
	readonly latencyP99Ms: LatencyReading;
	/** Error ratios, oldest first, evenly spaced over 15 minutes; null where nothing is known. */
	readonly errorTrend: readonly (number | null)[];
	/** Requests a second, likewise; for wide terminals. */
	readonly trafficTrend: readonly (number | null)[];
	/** `2.8.1 → 2.9.0 20%`, `7.1.0`; for wide terminals. */
	readonly versions: SafeText;
	readonly flags: readonly SafeText[];
}

/** A quantile, or why there is none. */
export type LatencyReading =
	| Reading
	/** Above the last finite bucket bound: shown as `≥5s`. */
	| {readonly kind: 'above'; readonly boundMs: number; readonly atMs: number}
	/** Too few requests in the window for this quantile: shown greyed. */
	| {readonly kind: 'tooFew'; readonly value: number; readonly atMs: number};
