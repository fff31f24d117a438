import type {AnchorKey, ClusterId, ReleaseKey} from '../../domain/cluster/keys.ts';
import type {RawObject} from '../../domain/cluster/kube-object.ts';
import type {Defect} from '../../domain/defect.ts';
import type {Verb} from '../../domain/release/verb.ts';
import type {Result} from '../../domain/result.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {MaskedObject} from '../../manifests/mask.ts';
import type {
	ApiInventory,
	ClusterError,
	ClusterIdentity,
	Heartbeat,
	WatchUpdate,
	WriteError,
} from '../../ports/cluster.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {CopyOutcome} from '../../ports/terminal.ts';
import type {Answers} from '../../releases/contract.ts';
import type {ActionId} from './action-id.ts';
import type {LivePurpose} from './commands.ts';
import type {LogsTold} from './logs-state.ts';
import type {MetricsSource, Spent} from './metrics-state.ts';
import type {BacktestTold, ReplayResult} from './past-state.ts';
import type {AccessKey, ObjectsKey, Session, WatchId} from './state.ts';
import type {TerminalInput} from './terminal-input.ts';

/** What one watch told. */
export interface WatchNews {
	readonly id: WatchId;
	readonly update: WatchUpdate;
}

/** Facts, in the past tense. `atMs` is the wall clock when the fact was learned. */
export type Event = {readonly atMs: number} & EventBody;

export type EventBody =
	| {readonly kind: 'started'}
	| {readonly kind: 'ticked'}
	| {readonly kind: 'coached'; readonly text: SafeText | null}
	| {readonly kind: 'inputReceived'; readonly input: TerminalInput}
	/** A caller without keys (a tour, a test) ran one of perch's actions. */
	| {readonly kind: 'acted'; readonly action: ActionId}
	/** A caller without keys marked a row. */
	| {readonly kind: 'selected'; readonly key: AnchorKey}
	/** This cluster came on screen in place of another. */
	| {readonly kind: 'focused'}
	/** A context was read from the kubeconfig: its cluster takes the place of another. Nothing was asked of it yet. */
	| {readonly kind: 'contextOpened'; readonly session: Session; readonly replaces: ClusterId}
	| {readonly kind: 'contextFailed'; readonly context: string; readonly reason: SafeText}
	/** A caller without a dialog asks for a verb, with the answers that it needs, then confirms or cancels it. */
	| {readonly kind: 'requested'; readonly verb: Verb; readonly release: ReleaseKey; readonly answers: Answers}
	| {
			readonly kind: 'confirmed';
			readonly intentId: string;
			readonly reason: string | null;
			/** The cluster's name, where the cluster is protected and the plan leads toward the canary. */
			readonly typedName: string;
	  }
	| {readonly kind: 'cancelled'; readonly intentId: string}
	| {
			readonly kind: 'clusterIdentified';
			readonly generation: number;
			readonly result: Result<{readonly identity: ClusterIdentity; readonly inventory: ApiInventory}, ClusterError>;
	  }
	| {readonly kind: 'heartbeatReturned'; readonly generation: number; readonly result: Result<Heartbeat, ClusterError>}
	/** What watches told within a short time, in its order. */
	| {readonly kind: 'watchesUpdated'; readonly updates: readonly WatchNews[]}
	| {
			readonly kind: 'metricsConnected';
			readonly generation: number;
			readonly result: Result<MetricsSource, MetricsError>;
	  }
	/** A question to Prometheus was answered or failed; its data has the question's own type. */
	| {
			readonly kind: 'answered';
			readonly question: string;
			readonly generation: number;
			readonly result: Result<unknown, MetricsError>;
			/** By all questions so far; left out where nobody counts. */
			readonly spent?: Spent;
	  }
	| {
			readonly kind: 'objectsRead';
			readonly key: ObjectsKey;
			readonly generation: number;
			/** In the order of the references. */
			readonly results: readonly Result<MaskedObject, ClusterError>[];
	  }
	| {
			readonly kind: 'liveRead';
			readonly intentId: string;
			readonly purpose: LivePurpose;
			readonly attempt: number;
			readonly result: Result<readonly (RawObject | null)[], ClusterError>;
	  }
	| {
			readonly kind: 'dryRunReturned';
			readonly intentId: string;
			readonly attempt: number;
			readonly result: Result<void, WriteError>;
	  }
	| {
			readonly kind: 'sent';
			readonly intentId: string;
			readonly step: number;
			readonly result: Result<void, WriteError>;
	  }
	| {
			readonly kind: 'copied';
			readonly lines: number;
			readonly outcome: CopyOutcome;
	  }
	/** Work of perch's own threw, outside the reducer. */
	| {readonly kind: 'brokeDown'; readonly defect: Defect}
	/** There are more lines of logs, or another state of their pods. The lines themselves are not in the event. */
	| {readonly kind: 'logsTold'; readonly id: string; readonly told: LogsTold}
	/** A backtest came further, or to its end. */
	| {readonly kind: 'backtestTold'; readonly id: string; readonly told: BacktestTold}
	| {readonly kind: 'replayTold'; readonly id: string; readonly result: ReplayResult}
	| {readonly kind: 'accessAnswered'; readonly answers: Readonly<Record<AccessKey, boolean | null>>}
	| {
			readonly kind: 'recorded';
			readonly intentId: string;
			readonly isIntent: boolean;
			readonly result: Result<void, SafeText>;
	  };
