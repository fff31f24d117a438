import type {MeshId} from '../domain/mesh-id.ts';
import type {Fault as ApiFault, FaultMatch} from './api/faults.ts';
import type {JournalEntry} from './api/journal.ts';
import type {Fault as PrometheusFault} from './prometheus/http/faults.ts';

/** What the demo's processes are told when they start, as one JSON argument. */
export interface DemoSettings {
	readonly seed: number;
	/** Durations in the objects are divided by it; request rates stay. */
	readonly speed: number;
	/** When the demo began, by the wall clock: versions turn so long after it. */
	readonly startedAtMs: number;
	/** Where the API server keeps its certificates, so that its clients still trust it after a restart. */
	readonly certificatesPath: string;
	/** Where the API server's process writes the kubeconfig. */
	readonly kubeconfigPath: string;
	/** 0: any free port. */
	readonly port: number;
	/** Whose metrics its Prometheus has. */
	readonly mesh: MeshId | 'mixed';
	/** The user that the kubeconfig's context is for. */
	readonly user: string;
}

/** From a process to whoever started it. */
export type DemoReport = {readonly kind: 'ready'; readonly url: string};

/** What the API server was asked, the newest last: its answer to the order of that name. */
export interface DemoJournal {
	readonly kind: 'journal';
	readonly entries: readonly JournalEntry[];
}

/** From whoever started it to a process. */
export type DemoOrder =
	/** To the API server: where its Service of Prometheus leads. */
	| {readonly kind: 'prometheusAt'; readonly url: string}
	/** To the API server: it answers with its journal. */
	| {readonly kind: 'journal'}
	/** To the API server: another operator promotes a release by one step, as the official client would. */
	| {readonly kind: 'promote'; readonly namespace: string; readonly name: string}
	| {readonly kind: 'apiFault'; readonly fault: ApiFault; readonly match?: FaultMatch}
	| {
			readonly kind: 'api';
			readonly order: 'down' | 'up' | 'freeze' | 'thaw' | 'clear' | 'cutWatches' | 'silenceWatches' | 'stopControllers';
	  }
	| {readonly kind: 'prometheusFault'; readonly fault: PrometheusFault};
