import type {KindId, Labels, Snapshot, WatchedKind} from '../domain/cluster/kube-object.ts';
import type {NamedService} from '../domain/cluster/service-host.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/** Reads from objects how the calls of a service are treated on their way, whatever metrics exist. Pure. */
export interface PolicyReader {
	readonly id: string;
	/** Every kind that the reader reads. */
	readonly kinds: readonly WatchedKind[];
	/** Empty when no policy is set. Called for the open service only. */
	policyOf(question: PolicyQuestion): readonly PolicyStatement[];
	/** The pod labels of a subset that an `Ejection` names; null when the subset is not defined. */
	subsetLabels?(service: NamedService, subset: SafeText, snapshot: Snapshot): Labels | null;
}

export interface PolicyQuestion {
	/** The Services of one row. */
	readonly services: readonly NamedService[];
	readonly snapshot: Snapshot;
	/** Whether the snapshot has all objects of this kind, so that a missing object does not exist. */
	reading(kindId: KindId, namespace: string): Reading;
}

/** `unread`: perch may not read the kind, or the namespace is out of scope. `reading`: the first list has not
 * arrived yet. */
export type Reading = 'read' | 'reading' | 'unread' | 'unserved';

/** One concept in one line. */
export interface PolicyStatement {
	readonly concept:
		| 'fault'
		| 'mTLS'
		| 'access'
		| 'limit'
		| 'route'
		| 'mirror'
		| 'balancer'
		| 'pool'
		| 'outliers'
		| 'failover'
		| 'scope';
	readonly text: SafeText;
	/** `quiet`: as it should be. `text`: worth knowing. `warning`: the setting does not do what it says, or protects
	 * less. `critical`: requests fail because of it. */
	readonly tone: 'quiet' | 'text' | 'warning' | 'critical';
	/** The default applies: no object sets it. */
	readonly isDefault?: true;
}
