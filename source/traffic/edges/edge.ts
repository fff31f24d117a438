import type {AnchorKey, RevisionKey} from '../../domain/cluster/keys.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';

/** What one caller asked of one row. */
export interface Edge {
	readonly caller: Caller;
	readonly callee: AnchorKey;
	readonly figures: EdgeFigures;
	/** The same requests by the version that answered; a version without requests is absent. Null where some of them are
	 * of several versions under one name. */
	readonly versions: ReadonlyMap<RevisionKey, EdgeFigures> | null;
}

/** Both are null for callers that the mesh does not know. */
export interface Caller {
	/** Its row; null where it is in none of the namespaces in scope. */
	readonly key: AnchorKey | null;
	/** `web/frontend`: as the mesh names it. */
	readonly name: SafeText | null;
}

/** Rates a second over the window. */
export interface EdgeFigures {
	readonly requestsPerSecond: number;
	readonly errorsPerSecond: number;
	/** The share of the requests that came over mutual TLS, 0–1. */
	readonly securedShare: number | 'unknown';
	/** How long they took on average, milliseconds; null where that is not told of all of them. */
	readonly meanMs: number | null;
}

/** Who calls one row, as one mesh tells it from one viewpoint. */
export interface CallersOf {
	/** Null where the samples name none. */
	readonly mesh: MeshId | null;
	/** The most requests first. */
	readonly edges: readonly Edge[];
}

export interface FoldedEdges {
	/** By the row that is called. Rows that nobody is known to call are absent. */
	readonly into: ReadonlyMap<AnchorKey, CallersOf>;
	/** By the row that calls, the most requests first. */
	readonly from: ReadonlyMap<AnchorKey, readonly Edge[]>;
}

/** One text for each caller of a row. */
export function callerId({key, name}: Caller): string {
	return key ?? (name === null ? '?' : `named ${name}`);
}
