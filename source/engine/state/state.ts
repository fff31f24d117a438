import type {AnchorKey, ReleaseKey, RevisionKey} from '../../domain/keys.ts';
import type {KubeObject} from '../../domain/kube-object.ts';
import type {UnreadObject} from '../../domain/read-object.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {LatencySample, TrafficSample} from '../../domain/signals.ts';
import type {Ejection} from '../../meshes/contract.ts';
import type {ApiInventory, ClusterError, ClusterIdentity, ClusterTarget, WatchRequest} from '../../ports/cluster.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {Settings} from '../../ports/settings.ts';
import type {Intent} from './intent.ts';
import type {ScreenState} from './screen-state.ts';

/** Everything that perch knows. Changed by `reduce` alone; whatever can be derived from it is not in it. */
export interface State {
	/** Wall clock of the last event. */
	readonly nowMs: number;
	readonly session: Session;
	readonly cluster: ClusterState;
	readonly metrics: MetricsState;
	readonly screen: ScreenState;
	/** Newest last; finished ones are kept for the timeline, bounded. */
	readonly intents: readonly Intent[];
	/** Counts up with every intent, so that their ids are unique within the session. */
	readonly intentCount: number;
	/** The audit log cannot be written: its error, for the banner. */
	readonly auditProblem: SafeText | null;
	/** What the frozen display shows; null while it lives. */
	readonly frozen: Frozen | null;
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
	readonly heartbeat: Errand;
	readonly connect: Errand;
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
export interface Errand {
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
	readonly connect: Errand;
	readonly connectError: MetricsError | null;
	readonly poll: Errand;
	readonly pollError: MetricsError | null;
	readonly warnings: readonly SafeText[];
	readonly traffic: Measured<readonly TrafficSample[]> | null;
	readonly latency: Measured<readonly LatencySample[]> | null;
	/** Latency of what came on screen since the last poll. */
	readonly latencyRead: Errand;
	/** The Services that `latency` was asked of, as one text. */
	readonly latencyOf: string;
	/** The Services of the last question about latency that was answered; null before the first. */
	readonly latencyAnsweredOf: string | null;
	/** The figures that rows are ordered by: they follow slowly, so that rows hold still while they are read. */
	readonly ordering: Ordering | null;
	/** The newest sample's timestamp, by the server's clock. */
	readonly newestSampleMs: number | null;
	/** False until the age was first answered. */
	readonly isAgeKnown: boolean;
	readonly age: Errand;
	readonly trend: Errand;
	/** The Services that the trend was asked of, as one text. */
	readonly trendOf: string;
	/** Those of the last question about trends that was answered; null before the first. */
	readonly trendAnsweredOf: string | null;
	readonly trends: Trends | null;
	readonly peak: Errand;
	readonly peaks: Readonly<Record<ReleaseKey, Peak>>;
	readonly ejectionRead: Errand;
	/** The row or release that was asked about last. */
	readonly ejectionsOf: AnchorKey | null;
	readonly ejections: (Measured<readonly Ejection[]> & {readonly anchor: AnchorKey}) | null;
	readonly chart: Errand;
	readonly charts: ChartData | null;
	readonly chartError: MetricsError | null;
	readonly unmatchedSeries: number;
	/** What was measured of each release that has a canary, poll by poll, bounded: the proof after an action. */
	readonly observed: Readonly<Record<ReleaseKey, readonly Observation[]>>;
}

export interface Ordering {
	readonly sinceMs: number;
	readonly traffic: Measured<readonly TrafficSample[]>;
	readonly latency: Measured<readonly LatencySample[]> | null;
}

export interface MetricsSource {
	readonly label: SafeText;
	readonly meshId: string;
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

export interface Peak {
	/** Requests a second of the whole release; null when Prometheus knows none. */
	readonly requestsPerSecond: number | null;
	readonly overSeconds: number;
	readonly atMs: number;
}

/** The trend column: rates by instant, of the services that were on screen. */
export interface Trends {
	readonly atMs: number;
	readonly instants: readonly Measured<readonly TrafficSample[]>[];
}

/** What the charts of one screen are drawn from. */
export interface ChartData {
	readonly anchor: AnchorKey;
	readonly rangeSeconds: number;
	/** Of the rates at each instant. */
	readonly windowSeconds: number;
	readonly startMs: number;
	readonly endMs: number;
	readonly traffic: readonly Measured<readonly TrafficSample[]>[];
	readonly latency: readonly Measured<readonly LatencySample[]>[];
}

export const idleErrand: Errand = {isRunning: false, generation: 0, begunAtMs: 0, dueAtMs: 0};
