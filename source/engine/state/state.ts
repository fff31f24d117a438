import type {ClusterId, ReleaseKey, RevisionKey} from '../../domain/cluster/keys.ts';
import type {KubeObject, ObjectRef} from '../../domain/cluster/kube-object.ts';
import type {UnreadObject} from '../../domain/cluster/read-object.ts';
import type {Result} from '../../domain/result.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {MaskedObject} from '../../manifests/mask.ts';
import type {ApiInventory, ClusterError, ClusterIdentity, ClusterTarget, WatchRequest} from '../../ports/cluster.ts';
import type {Settings} from '../../ports/settings.ts';
import type {Intent} from './intent.ts';
import type {LogsState} from './logs-state.ts';
import type {MetricsState} from './metrics-state.ts';
import type {PastState} from './past-state.ts';
import type {QueryState} from './query.ts';
import type {ScreenState} from './screen-state.ts';

/** What perch knows of one cluster, without the screen. Nothing that can be derived from the rest is in it. */
export interface Cluster {
	readonly session: Session;
	readonly cluster: ClusterState;
	readonly metrics: MetricsState;
	/** Newest last; finished ones are kept for the timeline, bounded. */
	readonly intents: readonly Intent[];
	/** Counts up with every intent, so that their ids are unique within the session. */
	readonly intentCount: number;
	/** When each release was last seen worse, by errors and by latency apart; only where the operator asked for the bell. */
	readonly worseSeen: Readonly<Record<string, number>>;
	readonly past: PastState;
	/** Why the audit log cannot be written, for the banner; null when it can. */
	readonly auditProblem: SafeText | null;
	/** What of perch itself failed first: what it shows may be wrong since then. Null while nothing did. */
	readonly defect: SafeText | null;
}

/** One cluster, and the screen as it concerns that cluster: everything below the shell works on this. Only
 * `reduce` changes it. */
export interface State extends Cluster {
	/** Wall clock of the last event. */
	readonly nowMs: number;
	readonly screen: ScreenState;
	/** What the frozen display shows; null while the display is live. */
	readonly frozen: Frozen | null;
	/** Every cluster of this run. */
	readonly clusters: readonly ClusterId[];
	/** The clusters that are not on screen. */
	readonly elsewhere: readonly Cluster[];
}

/** The data as it was when the display was frozen. The live state goes on changing. */
export interface Frozen {
	readonly atMs: number;
	readonly cluster: ClusterState;
	readonly metrics: MetricsState;
}

/** Fixed at start, but for the namespaces, which the operator may change. */
export interface Session {
	readonly settings: Settings;
	readonly target: ClusterTarget;
	/** Distinguishes this run's intents from any other's. */
	readonly id: string;
	readonly startedAtMs: number;
}

export interface ClusterState {
	readonly identity: ClusterIdentity | null;
	readonly identityError: ClusterError | null;
	readonly inventory: ApiInventory | null;
	readonly watches: Readonly<Record<WatchId, WatchState>>;
	/** Namespaces that perch knew of before it read others; by name. */
	readonly namespacesSeen: readonly string[];
	/** The releases whose companions (pods and the like) are read: not all, where more move than can be watched. */
	readonly followed: ReadonlySet<ReleaseKey>;
	/** When a heartbeat or watch event last proved that the API server answers; null before the first. */
	readonly lastProofMs: number | null;
	readonly error: ClusterError | null;
	/** When a read or a dry run last timed out: then something is wrong, even if other requests are answered. */
	readonly timedOutAtMs: number | null;
	/** The server's clock minus perch's clock, milliseconds. */
	readonly clockOffsetMs: number;
	readonly heartbeat: QueryState;
	readonly connect: QueryState;
	/** What the API server said that this session may do. Only a hint: the 403 of a request is the truth. */
	readonly access: Readonly<Record<AccessKey, Access>>;
	/** Single objects that an open screen shows, by the references that are read together. */
	readonly objects: Readonly<Record<ObjectsKey, ObjectsRead>>;
	/** Weights that changed while perch watched, by release: the markers of the charts. */
	readonly weightChanges: Readonly<Record<ReleaseKey, readonly WeightChange[]>>;
	/** Null while no logs are read. */
	readonly logs: LogsState | null;
}

/** `kind/namespace/name` of each, joined by blanks. */
export type ObjectsKey = string;

/** Objects that are read together, again and again while a screen shows them. */
export interface ObjectsRead {
	readonly refs: readonly ObjectRef[];
	readonly query: QueryState;
	/** In the order of `refs`, and when they came by perch's clock; null before the first answer. */
	readonly last: {readonly results: readonly Result<MaskedObject, ClusterError>[]; readonly atMs: number} | null;
	/** Why the last read told nothing; null when it did. What was read before it stays. */
	readonly error: ClusterError | null;
}

export interface WeightChange {
	readonly atMs: number;
	readonly percent: number;
	/** `100 25`: the percent of each place of the routes, where they differ; the largest may stay while another
	 * changes. */
	readonly places: string;
	/** The version that gets the rest: where versions change places, the same percent is another weight. */
	readonly stable: RevisionKey | null;
	/** The weight as perch first found it: it changed at some time before. */
	readonly isBaseline: boolean;
}

/** `namespace patch rollouts.argoproj.io/status` */
export type AccessKey = string;

export interface Access {
	/** Null while perch asks, and where asking failed. */
	readonly isAllowed: boolean | null;
	readonly askedAtMs: number;
}

/** `kind|namespace|labels|fields` */
export type WatchId = string;

export interface WatchState {
	readonly request: WatchRequest;
	readonly status: 'listing' | 'live' | 'absent' | 'failing';
	readonly error: ClusterError | null;
	/** Whether the kind was listed at least once; before that, an empty map does not mean that there are no objects. */
	readonly wasListed: boolean;
	/** By `namespace/name`. Replaced, never changed. */
	readonly objects: ReadonlyMap<string, KubeObject>;
	/** Objects that their kind's schema cannot read, likewise by `namespace/name`. */
	readonly unread: ReadonlyMap<string, UnreadObject>;
}
