import type {MeshId} from './mesh-id.ts';
import type {TrafficIdentity, Viewpoint} from './signals.ts';

/** Connections over the window, as a proxy of layer 4 counts them: it sees no requests, failures or durations. */
export interface ConnectionSample {
	readonly identity: TrafficIdentity;
	/** The mesh that measured it; left out where only one mesh is measured. */
	readonly mesh?: MeshId;
	readonly viewpoint: Viewpoint;
	readonly openedPerSecond: number;
	/** Null where it is not counted. */
	readonly closedPerSecond: number | null;
	/** Bytes a second from the called side to the caller; null where they are not counted. */
	readonly sentPerSecond: number | null;
	/** Bytes a second from the caller; null where they are not counted. */
	readonly receivedPerSecond: number | null;
	/** Those of the opened connections that are over mutual TLS; null where whoever counts does not know. */
	readonly securedPerSecond: number | null;
}
