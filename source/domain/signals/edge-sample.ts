import type {MeshId} from './mesh-id.ts';
import type {TrafficIdentity, Viewpoint} from './signals.ts';

/** What one caller asked of one callee over the window, rates a second. */
export interface EdgeSample {
	/** The workload or application that calls; null where it is not known, as callers outside of the mesh are. */
	readonly caller: TrafficIdentity | null;
	readonly callee: TrafficIdentity;
	/** The mesh that measured it; left out where only one mesh is measured. */
	readonly mesh?: MeshId;
	readonly viewpoint: Viewpoint;
	readonly requestsPerSecond: number;
	readonly errorsPerSecond: number;
	/** How long they took on average as the callee measured it, milliseconds; left out where that is not told. */
	readonly meanMs?: number;
	/** Those of the requests that came over mutual TLS; null where whoever counts does not know. */
	readonly securedPerSecond: number | null;
}
