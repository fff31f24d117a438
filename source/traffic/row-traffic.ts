import type {RevisionKey} from '../domain/cluster/keys.ts';
import type {ChosenFailures} from '../domain/settings/failure-rule.ts';
import type {MeshId} from '../domain/signals/mesh-id.ts';
import type {Bucket, Viewpoint} from '../domain/signals/signals.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/** Several meshes count requests of a row. */
export interface Ambiguity {
	readonly meshes: readonly MeshId[];
	/** Those of them that count all that any of them counts; none where each counts a part. */
	readonly whole: readonly MeshId[];
}

export interface RowTraffic {
	/** Whose counts these are; left out where only one mesh is measured. */
	readonly mesh?: MeshId;
	/** Other meshes that count requests of the row, which are left out; no field where there are none. */
	readonly beside?: readonly MeshId[];
	/** The viewpoint that counted; counts of other viewpoints are left out, never added. */
	readonly viewpoint: Viewpoint;
	readonly total: TrafficFigures;
	readonly split: TrafficSplit;
	/** What is configured to be a failure here; left out where nothing is, and the mesh's own rule counts. */
	readonly failures?: {
		readonly chosen: ChosenFailures;
		/** Requests of which that cannot be told: the mesh's own rule counts them. */
		readonly untoldPerSecond: number;
	};
}

/** Sums over series. Compute ratios and quantiles from these sums, never from other ratios or quantiles. */
export interface TrafficFigures {
	readonly requestsPerSecond: number;
	readonly errorsPerSecond: number;
	/** Cumulative, ascending, the last bound Infinity; null when no histogram was asked for or none exists. */
	readonly buckets: readonly Bucket[] | null;
}

export type TrafficSplit =
	/** Revisions without series are absent; requests that belong to no version are only in the total. */
	| {readonly kind: 'known'; readonly byRevision: ReadonlyMap<RevisionKey, TrafficFigures>}
	| {readonly kind: 'cannotTell'; readonly because: SafeText};
