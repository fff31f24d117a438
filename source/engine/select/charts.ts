import type {SafeText} from '../../domain/safe-text.ts';

/** A line chart on a time axis. */
export interface ChartView {
	readonly id: 'errors' | 'latency' | 'throughput';
	/** With its unit: `errors %`, `latency ms`, `requests/s`. */
	readonly title: SafeText;
	readonly startMs: number;
	readonly endMs: number;
	readonly lines: readonly ChartLine[];
	readonly markers: readonly ChartMarker[];
	/** `weights known since 02:11`, when the markers' source begins within the chart; else null. */
	readonly note: SafeText | null;
	/** In place of the lines: loading, no traffic, no series, the failure. */
	readonly empty: SafeText | null;
}

export interface ChartLine {
	readonly label: SafeText;
	/** The role decides colour and glyph: stable and canary look alike on every screen. */
	readonly role: 'stable' | 'canary' | 'other' | 'p50' | 'p95' | 'p99';
	/** Ascending in time, already in the chart's unit; null is a gap. */
	readonly points: readonly {readonly atMs: number; readonly value: number | null}[];
}

export interface ChartMarker {
	readonly atMs: number;
	/** `20%` */
	readonly label: SafeText;
}
