import type {MeshId} from '../domain/signals/mesh-id.ts';
import type {Fault as ApiFault, FaultMatch} from './api/connection/faults.ts';
import type {JournalEntry} from './api/connection/journal.ts';
import type {Fault as PrometheusFault} from './prometheus/http/faults.ts';
import type {Scale} from './scale/scale.ts';

/** The settings that the demo's processes get at their start, as one JSON argument. */
export interface DemoSettings {
	readonly seed: number;
	/** Divides the durations in the objects; request rates stay as they are. */
	readonly speed: number;
	/** When the demo began, by the wall clock; versions change a fixed time after it. */
	readonly startedAtMs: number;
	/** Where the API server keeps its certificates, so that its clients still trust it after a restart. */
	readonly certificatesPath: string;
	/** Where the API server's process writes the kubeconfig. */
	readonly kubeconfigPath: string;
	/** 0 means any free port. */
	readonly port: number;
	/** The mesh whose metrics the demo's Prometheus has. */
	readonly mesh: MeshId | 'mixed';
	/** The user that the kubeconfig's context is for. */
	readonly user: string;
	/** Null: only the shop. */
	readonly scale: Scale | null;
}

/** From a process to its parent. */
export type DemoReport = {readonly kind: 'ready'; readonly url: string};

/** The requests that the API server got, the newest last; its reply to the `journal` order. */
export interface DemoJournal {
	readonly kind: 'journal';
	readonly entries: readonly JournalEntry[];
}

/** From the parent to a process. */
export type DemoOrder =
	/** To the API server: the address behind its Service of Prometheus. */
	| {readonly kind: 'prometheusAt'; readonly url: string}
	/** To the API server: send the journal. */
	| {readonly kind: 'journal'}
	/** To the API server: promote a release by one step, as another operator with the official client would. */
	| {readonly kind: 'promote'; readonly namespace: string; readonly name: string}
	| {readonly kind: 'apiFault'; readonly fault: ApiFault; readonly match?: FaultMatch}
	| {
			readonly kind: 'api';
			readonly order: 'down' | 'up' | 'freeze' | 'thaw' | 'clear' | 'cutWatches' | 'silenceWatches' | 'stopControllers';
	  }
	| {readonly kind: 'prometheusFault'; readonly fault: PrometheusFault};
