import type {ReleaseKey, RevisionKey} from '../../domain/cluster/keys.ts';
import {ident, type SafeText} from '../../domain/text/safe-text.ts';
import type {LogRun, LogState} from '../../ports/logs.ts';

/** What is read of the pods' logs. The lines themselves are outside the state, in a bounded ring. */
export interface LogsState {
	/** Tells this reading from any other. */
	readonly id: string;
	readonly follow: LogFollow;
	/** How many pods the release has; more than are followed where there are too many. */
	readonly podCount: number;
	/** Null until something came. */
	readonly told: LogsTold | null;
}

/** The pods whose logs are read, and how. */
export interface LogFollow {
	readonly release: ReleaseKey;
	readonly isPrevious: boolean;
	readonly sinceSeconds: number | null;
	/** Lines of the past that are read of each pod at most. */
	readonly tailLines: number;
	readonly pods: readonly FollowedPod[];
}

export interface FollowedPod {
	readonly namespace: string;
	readonly name: SafeText;
	readonly revision: RevisionKey | null;
}

/** Pods of several namespaces may have one name, as those of StatefulSets have. */
export function followedKey({namespace, name}: Pick<FollowedPod, 'namespace' | 'name'>): SafeText {
	return ident(`${namespace}/${name}`);
}

export interface LogsTold {
	/** The number of the newest line in the ring: the screen shows the lines up to it. */
	readonly newest: number;
	/** Lines that had to go for newer ones. */
	readonly dropped: number;
	/** Lines of the past are still being gathered, to be shown in order. */
	readonly isGathering: boolean;
	/** By `followedKey`. */
	readonly pods: Readonly<Record<string, PodLog>>;
}

export interface PodLog {
	readonly state: LogState;
	readonly run: LogRun | null;
	/** Lines that came. */
	readonly lines: number;
}
