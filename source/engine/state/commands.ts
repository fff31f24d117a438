import type {ObjectRef} from '../../domain/cluster/kube-object.ts';
import type {DeleteStep, PatchStep, WriteStep} from '../../domain/release/plan.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {AuditRecord} from '../../ports/audit.ts';
import type {AccessQuestion, EventRequest, StoredKind, WatchRequest} from '../../ports/cluster.ts';
import type {LogFollow} from './logs-state.ts';
import type {PastAct} from './past-state.ts';
import type {AccessKey, ObjectsKey, WatchId} from './state.ts';

/** Something that the reducer wants done, as data: the runner carries it out through the ports. */
export type Command =
	| {readonly kind: 'identify'; readonly generation: number}
	| {readonly kind: 'beat'; readonly generation: number; readonly stored: StoredKind | null}
	| {readonly kind: 'startWatch'; readonly id: WatchId; readonly request: WatchRequest}
	| {readonly kind: 'stopWatch'; readonly id: WatchId}
	| {readonly kind: 'connectMetrics'; readonly generation: number}
	/** `asked` has the question's own type. */
	| {readonly kind: 'ask'; readonly question: string; readonly generation: number; readonly asked: unknown}
	| {
			readonly kind: 'readLive';
			readonly intentId: string;
			readonly purpose: LivePurpose;
			readonly attempt: number;
			readonly refs: readonly ObjectRef[];
			readonly delayMs: number;
	  }
	/** Reads objects for the screen; they are masked together before they enter the state. */
	| {
			readonly kind: 'readObjects';
			readonly key: ObjectsKey;
			readonly generation: number;
			readonly refs: readonly ObjectRef[];
	  }
	| {
			readonly kind: 'dryRun';
			readonly intentId: string;
			readonly attempt: number;
			readonly steps: readonly (PatchStep | DeleteStep)[];
	  }
	/** `step` goes on counting through the plan's cleanup. */
	| {readonly kind: 'send'; readonly intentId: string; readonly step: number; readonly what: WriteStep}
	/** Asks whether the session may do these things; the answers have the same keys. */
	| {readonly kind: 'askAccess'; readonly questions: Readonly<Record<AccessKey, AccessQuestion>>}
	| {readonly kind: 'record'; readonly record: AuditRecord; readonly intentId: string; readonly isIntent: boolean}
	| {readonly kind: 'postEvent'; readonly event: EventRequest}
	| {readonly kind: 'copy'; readonly text: SafeText}
	| {readonly kind: 'ring'}
	/** Reads this context of the kubeconfig; its cluster takes the place of the one that asks. */
	| {readonly kind: 'openContext'; readonly context: string}
	/** Follows the logs of these pods; under the id of before it opens only those of new pods. */
	| {readonly kind: 'followLogs'; readonly id: string; readonly follow: LogFollow}
	| {readonly kind: 'stopLogs'}
	| {readonly kind: 'past'; readonly act: PastAct}
	/** Writes to the log of `--debug`. */
	| {readonly kind: 'log'; readonly text: SafeText}
	| {readonly kind: 'exit'};

/** Why an object is read live: to open the dialog, just before the write, for an await step, after a lost reply. */
export type LivePurpose = 'dialog' | 'recheck' | 'await' | 'resolve';
