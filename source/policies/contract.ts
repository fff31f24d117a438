import type {KindId, Labels, Snapshot, WatchedKind} from '../domain/kube-object.ts';
import type {SafeText} from '../domain/safe-text.ts';
import type {NamedService} from '../domain/service-host.ts';

/** Reads how the calls of a service are treated on their way from objects, whichever metrics there are. Pure. */
export interface PolicyReader {
	readonly id: string;
	/** Every kind that it reads. */
	readonly kinds: readonly WatchedKind[];
	/** Empty where nothing is set. Asked for the open service only. */
	policyOf(question: PolicyQuestion): readonly PolicyStatement[];
	/** The labels of the pods that a subset stands for, as an `Ejection` names it; null where it is not defined. */
	subsetLabels?(service: NamedService, subset: SafeText, snapshot: Snapshot): Labels | null;
}

export interface PolicyQuestion {
	/** The Services of one row. */
	readonly services: readonly NamedService[];
	readonly snapshot: Snapshot;
	/** Whether what is not in the snapshot is not there. */
	reading(kindId: KindId, namespace: string): Reading;
}

/** `unread`: it may not be read, or is outside of what is looked at. `reading`: the first list is on its way. */
export type Reading = 'read' | 'reading' | 'unread' | 'unserved';

/** One concept in one line. */
export interface PolicyStatement {
	readonly concept: 'fault' | 'mTLS' | 'route' | 'balancer' | 'pool' | 'outliers' | 'failover' | 'scope';
	readonly text: SafeText;
	/** `quiet`: as it should be. `text`: worth knowing. `warning`: it does not do what it says, or protects less. `critical`:
	 * requests fail of it. */
	readonly tone: 'quiet' | 'text' | 'warning' | 'critical';
	/** Nobody set it. */
	readonly isDefault?: true;
}
