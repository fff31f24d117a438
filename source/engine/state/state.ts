import type {ClusterId, ReleaseKey, RevisionKey} from '../../domain/keys.ts';
import type {KubeObject} from '../../domain/kube-object.ts';
import type {MeshId} from '../../domain/mesh-id.ts';
import type {UnreadObject} from '../../domain/read-object.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {LatencySample, TrafficSample} from '../../domain/signals.ts';
import type {ApiInventory, ClusterError, ClusterIdentity, ClusterTarget, WatchRequest} from '../../ports/cluster.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {Settings} from '../../ports/settings.ts';
import type {Intent} from './intent.ts';
import type {ScreenState} from './screen-state.ts';

/** What perch knows of one cluster: no screen. Whatever can be derived from it is not in it. */
export interface Cluster {
	readonly session: Session;
	readonly cluster: ClusterState;
	readonly metrics: MetricsState;
	/** Newest last; finished ones are kept for the timeline, bounded. */
	readonly intents: readonly Intent[];
	/** Counts up with every intent, so that their ids are unique within the session. */
	readonly intentCount: number;
	/** The audit log cannot be written: its error, for the banner. */
	readonly auditProblem: SafeText | null;
}

/** One cluster, and the screen as it concerns that cluster: what everything below the shell works on. Changed by `reduce`
 * alone. */
export interface State extends Cluster {
	/** Wall clock of the last event. */
	readonly nowMs: number;
	readonly screen: ScreenState;
	/** What the frozen display shows; null while it lives. */
	readonly frozen: Frozen | null;
	/** Every cluster of this run. */
	readonly clusters: readonly ClusterId[];
	/** What is going on in the others. */
	readonly intentsElsewhere: readonly Intent[];
}

/** The data as it was when the display was frozen. Underneath, everything goes on. */
export interface Frozen {
	readonly atMs: number;
	readonly cluster: ClusterState;
	readonly metrics: MetricsState;
}

/** Fixed at start. */
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
	/** The releases of which pods and the like are read: not all, where more move than can be watched. */
	readonly followed: ReadonlySet<ReleaseKey>;
	/** The last heartbeat or watch event: proof that the API server answers. Null before the first. */
	readonly lastProofMs: number | null;
	readonly error: ClusterError | null;
	/** When a read or a dry run last was not answered in time: whatever else answers, something is wrong. */
	readonly timedOutAtMs: number | null;
	/** The server's clock minus ours, milliseconds. */
	readonly clockOffsetMs: number;
	readonly heartbeat: QueryState;
	readonly connect: QueryState;
	/** What the API server said that this session may do; a hint: its 403 stays the truth. */
	readonly access: Readonly<Record<AccessKey, Access>>;
	/** Weights as they changed before our eyes, by release: the markers of the charts. */
	readonly weightChanges: Readonly<Record<ReleaseKey, readonly WeightChange[]>>;
}

export interface WeightChange {
	readonly atMs: number;
	readonly percent: number;
	/** `100 25`: what each place of the routes says where they differ; the largest of them may stay while another moves. */
	readonly places: string;
	/** Whose share the rest is: where versions change places, the same percent is another weight. */
	readonly stable: RevisionKey | null;
	/** The weight as it was found: it changed at some time before. */
	readonly isBaseline: boolean;
}

/** `namespace patch rollouts.argoproj.io/status` */
export type AccessKey = string;

export interface Access {
	/** Null while it is asked, and where the question failed. */
	readonly isAllowed: boolean | null;
	readonly askedAtMs: number;
}

/** `kind|namespace|labels|fields` */
export type WatchId = string;

export interface WatchState {
	readonly request: WatchRequest;
	readonly status: 'listing' | 'live' | 'absent' | 'failing';
	readonly error: ClusterError | null;
	/** It was listed at least once: before, no object is not none. */
	readonly wasListed: boolean;
	/** By `namespace/name`. Replaced, never changed. */
	readonly objects: ReadonlyMap<string, KubeObject>;
	/** Those that their kind's schema cannot read, likewise. */
	readonly unread: ReadonlyMap<string, UnreadObject>;
}

/** Something done again and again, one at a time. Answers of an older generation are dropped. */
export interface QueryState {
	readonly isRunning: boolean;
	readonly generation: number;
	/** When it was last begun: what is done at an interval is due that long after, not after its answer. */
	readonly begunAtMs: number;
	/** When it is next due; 0 is at once. */
	readonly dueAtMs: number;
}

export interface MetricsState {
	/** Null until connected. */
	readonly source: MetricsSource | null;
	readonly connect: QueryState;
	readonly connectError: MetricsError | null;
	/** What came of each question to Prometheus, by its id. */
	readonly askings: Readonly<Record<string, Asking>>;
	/** Histograms of what is on screen, of the last poll or since. */
	readonly latency: Measured<readonly LatencySample[]> | null;
	/** The Services of the last question about latency that was answered, as one text; null before the first. */
	readonly latencyAnsweredOf: string | null;
	/** The figures that rows are ordered by: they follow slowly, so that rows hold still while they are read. */
	readonly ordering: Ordering | null;
	/** What was measured of each release that has a canary, poll by poll, bounded: the proof after an action. */
	readonly observed: Readonly<Record<ReleaseKey, readonly Observation[]>>;
}

/** One question to Prometheus that is asked again and again. What it is about and what it tells is its own: see
 * `questions/question.ts`. */
export interface Asking<Asked = unknown, Data = unknown> {
	readonly query: QueryState;
	/** What was sent last; null before, and where another question took its place. */
	readonly asked: Asked | null;
	readonly answers: Readonly<Record<string, MetricsAnswer<Asked, Data>>>;
}

export interface MetricsAnswer<Asked = unknown, Data = unknown> {
	/** What the last question was about that came back, be it with a failure. */
	readonly asked: Asked;
	/** What an answer told last, by our clock; null before. */
	readonly told: {readonly data: Data; readonly asOfMs: number} | null;
	/** Why the last question failed; null when it did not. */
	readonly error: MetricsError | null;
	readonly dueAtMs: number;
}

export interface Ordering {
	readonly sinceMs: number;
	readonly traffic: Measured<readonly TrafficSample[]>;
	readonly latency: Measured<readonly LatencySample[]> | null;
}

export interface MetricsSource {
	readonly label: SafeText;
	/** Whose metrics are measured, the preferred first. */
	readonly meshes: readonly MeshId[];
	/** Whether the operator said which of them counts before which: else two for one service are a question. */
	readonly isOrdered: boolean;
	readonly scrapeIntervalSeconds: number;
	readonly windowSeconds: number;
}

export interface Measured<T> {
	/** The instant that the server evaluated. */
	readonly atMs: number;
	readonly value: T;
}

/** One poll's figures of a release. Rates over the window that ends at `atMs`. */
export interface Observation {
	readonly atMs: number;
	readonly windowSeconds: number;
	/** Which version was the canary. */
	readonly canaryKey: RevisionKey;
	readonly stable: RateFigures;
	readonly canary: RateFigures;
}

export interface RateFigures {
	readonly requestsPerSecond: number;
	readonly errorsPerSecond: number;
}

export const idleQuery: QueryState = {isRunning: false, generation: 0, begunAtMs: 0, dueAtMs: 0};
