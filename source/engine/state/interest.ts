import type {AnchorKey, ReleaseKey, RevisionKey} from '../../domain/cluster/keys.ts';
import type {ObjectRef} from '../../domain/cluster/kube-object.ts';
import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {ServicesByRole} from '../../domain/release/release.ts';
import type {FailureRule} from '../../domain/settings/failure-rule.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {ToldNames} from '../../traffic/named-plainly.ts';
import type {LogsPlace} from './logs-place.ts';
import type {ReplayAsked} from './past-state.ts';
import type {JudgedVersions} from './release-evidence.ts';

/** What the screen, or another caller, needs now. Watches, questions to Prometheus and access reviews follow
 * from this alone: nothing else below the screens asks which screen is open. */
export interface Interest {
	/** Services whose latency is shown, or ranks them. */
	readonly services: readonly NamedService[];
	/** Whether it is configured for any row what a failure is. */
	readonly hasFailureRules: boolean;
	/** Services whose trend is shown. */
	readonly trends: readonly NamedService[];
	/** The release or service that is open, with the Services behind it; null where none is open. */
	readonly open: {readonly key: AnchorKey; readonly services: readonly NamedService[]} | null;
	/** The open row, or the marked one of a list: its connections are shown where only these are counted. */
	readonly connected: {readonly key: AnchorKey; readonly services: readonly NamedService[]} | null;
	/** The open row, where its figures are proven by their series. */
	readonly proven: {readonly anchor: AnchorKey; readonly services: readonly NamedService[]} | null;
	/** The releases that have a canary, the open one first. */
	readonly judged: readonly JudgedRelease[];
	/** The releases that were taken back, while it is being proved that they recovered. */
	readonly left: readonly LeftRelease[];
	/** The open release, if it has a canary; its canary is compared with those that it had before. */
	readonly compared: ComparedRelease | null;
	/** The open release, where its canary fails more than its stable version; null else. */
	readonly failing: FailingRelease | null;
	/** Whose callers are shown: those of all services, or of these alone; null where nobody's are. */
	readonly edges: 'all' | readonly NamedService[] | null;
	/** How far back its charts reach. */
	readonly rangeSeconds: number;
	/** Releases that are read with their companions: open on a screen, of a verb that waits, or acted on. */
	readonly releases: ReadonlySet<ReleaseKey>;
	/** Objects that a screen shows whole; those of one list are read, and masked, together. */
	readonly objects: readonly (readonly ObjectRef[])[];
	/** Namespaces whose Events a screen shows. */
	readonly eventsIn: readonly string[];
	/** Releases of the rows that are shown. */
	readonly listed: ReadonlySet<ReleaseKey>;
	/** The release whose pods' logs are read, and how; null where none are. */
	readonly logs: {readonly key: ReleaseKey; readonly place: LogsPlace} | null;
	/** The release whose past is read; null where none is. */
	readonly backtest: ReleaseKey | null;
	/** The past release that is shown row by row; null where none is. */
	readonly replay: ReplayAsked | null;
}

/** A canary that is judged, and since when (server time). */
export interface JudgedRelease extends JudgedVersions {
	readonly release: ReleaseKey;
	readonly services: readonly NamedService[];
	readonly fromMs: number;
	/** The canary may have run before: no pod tells since when it does. */
	readonly isSincePerch: boolean;
	readonly isOpen: boolean;
}

/** A release that was taken back, and since when (server time). Its canary may be gone. */
export interface LeftRelease {
	readonly release: ReleaseKey;
	readonly intentId: string;
	readonly services: readonly NamedService[];
	readonly sinceMs: number;
}

/** A release whose earlier canaries are looked for, and what tells them apart. */
export interface ComparedRelease {
	readonly release: ReleaseKey;
	readonly uid: SafeText;
	readonly canary: RevisionKey;
	/** The id of its backend. */
	readonly backend: string;
	readonly services: readonly NamedService[];
	/** What providers call these that name them otherwise. */
	readonly told: ToldNames;
	readonly roles: Pick<ServicesByRole, 'stable' | 'canary'>;
	/** Since when the present canary runs, by its pods (server time). */
	readonly canaryFromMs: number;
	/** What counts as a failure in its figures; null where that is the mesh's own rule. */
	readonly rule: FailureRule | null;
}

/** A canary that is convicted of failures. */
export interface FailingRelease extends JudgedVersions {
	readonly release: ReleaseKey;
	readonly services: readonly NamedService[];
	/** Since when it fails more, but not from before the last change of the weight; the server's clock. */
	readonly sinceMs: number;
	/** What counts as a failure for this canary; null where that is the mesh's own rule. */
	readonly rule: FailureRule | null;
}
