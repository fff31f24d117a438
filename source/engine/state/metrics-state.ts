import type {AnchorKey, ReleaseKey, RevisionKey} from '../../domain/cluster/keys.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {Bucket, LatencySample, TrafficSample} from '../../domain/signals/signals.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {QueryState} from './query.ts';
import type {ReleaseEvidence} from './release-evidence.ts';
import type {SinceBack} from './since-back.ts';

export interface MetricsState {
	/** Null until connected. */
	readonly source: MetricsSource | null;
	readonly connect: QueryState;
	readonly connectError: MetricsError | null;
	/** Perch connects again though it is connected: other meshes have rates now. */
	readonly isReconnecting: boolean;
	/** The state of each question to Prometheus, by the question's id. */
	readonly askings: Readonly<Record<string, Asking>>;
	/** The server asked to be left alone until then, by perch's clock; 0: it did not. */
	readonly quietUntilMs: number;
	/** What the queries cost in all, as far as answers told it. */
	readonly spent: Spent;
	/** The same at the end of each of the last polls, the newest last. */
	readonly spending: readonly PollSpending[];
	/** Histograms of the Services on screen, of the last poll or asked since. */
	readonly latency: Measured<readonly LatencySample[]> | null;
	/** The Services of the last question about latency that was answered, as one text; null before the first. */
	readonly latencyAnsweredOf: string | null;
	/** The figures that rows are ordered by. They follow slowly, so that rows hold still while the operator reads
	 * them. */
	readonly ordering: Ordering | null;
	/** Measurements of each release that has a canary, poll by poll, bounded: the proof after an action. */
	readonly observed: Readonly<Record<ReleaseKey, readonly Observation[]>>;
	/** What the rows of each release show whose evidence was looked at. */
	readonly evidence: Readonly<Record<ReleaseKey, ReleaseEvidence>>;
	/** What the rows show since a way back, of each release that one is under way for or being proved. */
	readonly sinceBack: Readonly<Record<ReleaseKey, SinceBack>>;
	/** The rows that fail more, or are slower, than they usually are, with or without a release. */
	readonly trouble: {
		readonly fails: Readonly<Record<AnchorKey, Trouble>>;
		readonly slow: Readonly<Record<AnchorKey, Trouble>>;
		/** The time up to the last poll of which every part was measured; null before the first. */
		readonly watched: Trouble | null;
	};
}

/** What queries cost. */
export interface Spent {
	readonly queries: number;
	/** Of the answers, unpacked. */
	readonly bytes: number;
	readonly samples: number;
}

export interface PollSpending extends Spent {
	/** From asking to the last answer of the poll, or to its failure. */
	readonly tookMs: number;
}

export const nothingSpent: Spent = {queries: 0, bytes: 0, samples: 0};

export const noTrouble: MetricsState['trouble'] = {fails: {}, slow: {}, watched: null};

/** When something was first seen to be so, a row to be unusual say, and when last. */
export interface Trouble {
	readonly sinceMs: number;
	readonly lastMs: number;
}

/** One question that perch asks Prometheus again and again. `Asked` and `Data` are the question's own types:
 * see `questions/question.ts`. */
export interface Asking<Asked = unknown, Data = unknown> {
	readonly query: QueryState;
	/** What the question asked last; null before, and where another question superseded it. */
	readonly asked: Asked | null;
	readonly answers: Readonly<Record<string, MetricsAnswer<Asked, Data>>>;
}

export interface MetricsAnswer<Asked = unknown, Data = unknown> {
	/** What the last question asked that was answered, even with a failure. */
	readonly asked: Asked;
	/** The last data that an answer told, and when it came by perch's clock; null before. */
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
	/** The meshes that perch measures, the preferred one first. */
	readonly meshes: readonly MeshId[];
	/** Whether the operator said which mesh takes precedence; if not, the operator must decide where two meshes
	 * measure one service. */
	readonly isOrdered: boolean;
	readonly scrapeIntervalSeconds: number;
	readonly windowSeconds: number;
	/** One of them counts connections too; left out where none does. */
	readonly countsConnections?: true;
}

/** Why recording rules do not answer for a mesh: their window does not suit; the newest record is old; there are few
 * records yet; copies of one series were added up; or the server did not tell. */
export interface RulesUnused {
	readonly mesh: MeshId;
	/** `form`: another version of perch printed them. */
	readonly because: 'window' | 'form' | 'stale' | 'few' | 'copies' | 'unanswered';
	/** Of the rules. */
	readonly windowSeconds: number;
	/** Of the newest record; null where that is not the reason, or where there is none. */
	readonly ageSeconds: number | null;
}

export interface Measured<T> {
	/** The instant that Prometheus evaluated. */
	readonly atMs: number;
	readonly value: T;
	/** The queries that it answers; left out where no screen proves the figures by them. */
	readonly sent?: readonly SentQuery[];
}

/** PromQL as it was sent, for one mesh. */
export interface SentQuery {
	readonly mesh: MeshId;
	readonly promql: string;
}

/** One poll's figures of a release. Rates over the window that ends at `atMs`. */
export interface Observation {
	readonly atMs: number;
	readonly windowSeconds: number;
	/** Which version was the canary. */
	readonly canaryKey: RevisionKey;
	/** Stable's own; all but the canary's where the release does not say which version is stable. */
	readonly stable: RateFigures;
	readonly canary: RateFigures;
	/** All but the canary's, whichever versions they went to. */
	readonly others: RateFigures;
	/** Of both versions, where both were told; kept only with the observations of the last minutes. */
	readonly histograms?: {readonly stable: readonly Bucket[]; readonly canary: readonly Bucket[]};
}

export interface RateFigures {
	readonly requestsPerSecond: number;
	readonly errorsPerSecond: number;
}
