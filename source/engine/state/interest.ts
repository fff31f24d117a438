import type {AnchorKey, ReleaseKey, RevisionKey} from '../../domain/keys.ts';
import type {ObjectRef} from '../../domain/kube-object.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {NamedService} from '../../domain/service-host.ts';
import type {LogsPlace} from './logs-place.ts';

/** What the screen, or another caller, needs now. Watches, questions to Prometheus and access reviews follow
 * from this alone: nothing else below the screens asks which screen is open. */
export interface Interest {
	/** Services whose latency is shown, or ranks them. */
	readonly services: readonly NamedService[];
	/** Services whose trend is shown. */
	readonly trends: readonly NamedService[];
	/** The release or service that is open, with the Services behind it; null where none is open. */
	readonly open: {readonly key: AnchorKey; readonly services: readonly NamedService[]} | null;
	/** The open row, where its figures are proven by their series. */
	readonly proven: {readonly anchor: AnchorKey; readonly services: readonly NamedService[]} | null;
	/** The release whose evidence is shown, row by row; null where none is. */
	readonly judged: JudgedRelease | null;
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
}

/** A canary that is judged, and since when (server time). */
export interface JudgedRelease {
	readonly release: ReleaseKey;
	readonly uid: SafeText;
	readonly canary: RevisionKey;
	readonly stable: RevisionKey | null;
	readonly services: readonly NamedService[];
	readonly fromMs: number;
}
