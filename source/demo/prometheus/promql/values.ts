import type {Labels} from './labels.ts';
import type {Sample, SampleSpan} from './series-source.ts';

export interface VectorSample {
	readonly labels: Labels;
	readonly value: number;
}

export type Vector = readonly VectorSample[];

/** The samples of one series within a range. */
export interface Window {
	readonly labels: Labels;
	readonly fromMs: number;
	readonly toMs: number;
	readonly samples: () => readonly Sample[];
	readonly span: () => SampleSpan | undefined;
	/** Whether the series never decreases; its first and last sample then determine its increase. */
	readonly isMonotone: boolean;
}

export type Value =
	| {readonly type: 'scalar'; readonly value: number}
	| {readonly type: 'string'; readonly value: string}
	| {readonly type: 'vector'; readonly vector: Vector}
	| {readonly type: 'matrix'; readonly windows: readonly Window[]};
